package dev.minik.image.assembly;

import dev.minik.archive.TarWriter;
import dev.minik.image.cache.BuildCache;
import dev.minik.image.cache.CacheEntry;
import dev.minik.image.cache.EntryKey;
import dev.minik.image.cache.Inputs;
import dev.minik.image.container.Extract;
import dev.minik.image.container.LayerFile;
import dev.minik.image.files.Resources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Layers of container images that are taken from the node's base system: the tools that kube-proxy and flannel call, busybox, and what
 * holds the address of several API servers.
 *
 * @param networkTools what the layer of network tools holds: absolute paths, taken with the libraries they need, and
 *     {@code link PATH TARGET} lines
 * @param busybox what the layer of busybox holds, likewise
 * @param balancing what the layer of haproxy and keepalived holds, likewise
 */
public record BaseExtracts(List<String> networkTools, List<String> busybox, List<String> balancing) {
    /** The layer with network tools and a shell. */
    public static final String NETWORK_TOOLS = "network-tools.tar";
    /** The layer with busybox and its many names. */
    public static final String BUSYBOX = "busybox.tar";
    /** The layer with haproxy and keepalived. */
    public static final String BALANCING = "balancing.tar";
    /** The layer that every other image begins with: users, an empty /tmp and /run, the certificates of public authorities. */
    public static final String COMMON = "common.tar";

    private static final int RECIPE = 2;
    private static final String AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt";

    /** Copies the lists. */
    public BaseExtracts {
        networkTools = List.copyOf(networkTools);
        busybox = List.copyOf(busybox);
        balancing = List.copyOf(balancing);
    }

    /**
     * Reads the lists.
     *
     * @param multiarch Debian's name of the directory with the architecture's libraries
     */
    public static BaseExtracts read(Resources resources, String multiarch) {
        return new BaseExtracts(
                resources.list("nettools/nettools.list").stream()
                        .map(line -> line.replace("@MULTIARCH@", multiarch))
                        .toList(),
                resources.list("busybox/busybox.list"),
                resources.list("balancing/balancing.list"));
    }

    /** Returns the key of the layers, given the base's. */
    public EntryKey key(EntryKey base) {
        return Inputs.ofRecipe(RECIPE)
                .with(base)
                .with("network tools", networkTools)
                .with("busybox", busybox)
                .with("balancing", balancing)
                .key("extracts");
    }

    /** Returns the layers. */
    public CacheEntry provide(BuildCache cache, EntryKey base, Path baseLayer) {
        return cache.get(key(base), directory -> {
            var extract = Extract.of(baseLayer);
            LayerFile.write(directory.resolve(NETWORK_TOOLS), layer -> write(networkTools, extract, layer));
            LayerFile.write(directory.resolve(BUSYBOX), layer -> write(busybox, extract, layer));
            LayerFile.write(directory.resolve(BALANCING), layer -> write(balancing, extract, layer));
            LayerFile.write(directory.resolve(COMMON), layer -> common(extract, layer));
        });
    }

    /** Adds what a list names: paths to take with what they need, and {@code link PATH TARGET} lines. */
    private static void write(List<String> list, Extract extract, TarWriter layer) throws IOException {
        extract.copy(list.stream().filter(line -> line.startsWith("/")).toList(), layer);
        for (var line : list) {
            if (!line.startsWith("/")) {
                var words = line.split("\\s+", -1);
                if (words.length != 3 || !words[0].equals("link")) {
                    throw new IllegalStateException("not a path or 'link PATH TARGET': " + line);
                }
                layer.link(words[1], words[2]);
            }
        }
    }

    private static void common(Extract extract, TarWriter layer) throws IOException {
        layer.directory("/tmp", 01777);
        layer.directory("/run", 0755);
        layer.file(
                "/etc/passwd",
                0644,
                text("root:x:0:0:root:/root:/sbin/nologin\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n"));
        layer.file("/etc/group", 0644, text("root:x:0:\nnobody:x:65534:\n"));
        layer.file("/etc/nsswitch.conf", 0644, text("hosts: files dns\n"));
        extract.copy(List.of(AUTHORITIES), layer);
    }

    private static byte[] text(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
