package dev.minik.image.assembly;

import dev.minik.image.cache.CacheEntry;
import dev.minik.image.cache.CachedFile;
import dev.minik.image.container.ContainerImage;
import dev.minik.image.container.LayerFile;
import dev.minik.image.version.ImageNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The container images that a cluster starts with.
 *
 * @param names what they are called
 * @param architecture Go's name of the architecture
 * @param extracts the layers taken from the base system, see {@link BaseExtracts}
 */
public record PreloadedImages(ImageNames names, String architecture, CacheEntry extracts) {
    private static final String ETCD = "/usr/local/bin/etcd";

    /** The compiled programs that go into images. */
    public record Programs(
            CacheEntry kubernetes,
            CacheEntry etcd,
            CacheEntry coreDns,
            CacheEntry pause,
            CacheEntry flannel,
            CacheEntry localPathProvisioner) {}

    /** Returns the images, whose own layers are written into {@code work}. */
    public List<ContainerImage> assemble(Programs programs, Path work) throws IOException {
        var images = new ArrayList<ContainerImage>();
        for (var component : names.components().entrySet()) {
            var name = component.getKey();
            var program = layer(work, name, programs.kubernetes().file(name), "/usr/local/bin/" + name);
            images.add(image(component.getValue(), program, name.equals("kube-proxy"), "/usr/local/bin/" + name));
        }
        images.add(image(names.etcd(), etcd(work, programs.etcd().file("etcd")), false, ETCD));
        images.add(image(
                names.coreDns(),
                layer(work, "coredns", programs.coreDns().file("coredns"), "/coredns"),
                false,
                "/coredns"));
        images.add(image(
                names.flannel(),
                layer(work, "flannel", programs.flannel().file("flanneld"), "/opt/bin/flanneld"),
                true,
                "/opt/bin/flanneld"));
        images.add(image(
                names.localPathProvisioner(),
                layer(
                        work,
                        "local-path-provisioner",
                        programs.localPathProvisioner().file("local-path-provisioner"),
                        "/usr/bin/local-path-provisioner"),
                false,
                "local-path-provisioner"));
        images.add(ContainerImage.of(
                names.pause(),
                architecture,
                List.of(layer(work, "pause", programs.pause().file("pause"), "/pause")),
                List.of("/pause")));
        images.add(ContainerImage.of(
                        names.busybox(), architecture, List.of(extracts.file(BaseExtracts.BUSYBOX)), List.of())
                .withCommand("sh"));
        images.add(image(names.haproxy(), extracts.file(BaseExtracts.BALANCING), false, "/usr/sbin/haproxy"));
        images.add(image(names.keepalived(), extracts.file(BaseExtracts.BALANCING), false, "/usr/sbin/keepalived"));
        return images;
    }

    private ContainerImage image(String name, CachedFile program, boolean networkTools, String entrypoint) {
        var layers = new ArrayList<CachedFile>();
        layers.add(extracts.file(BaseExtracts.COMMON));
        if (networkTools) {
            layers.add(extracts.file(BaseExtracts.NETWORK_TOOLS));
        }
        layers.add(program);
        return ContainerImage.of(name, architecture, layers, List.of(entrypoint));
    }

    /** One program under three names: operators look for all of them in etcd's image. */
    private static CachedFile etcd(Path work, CachedFile program) throws IOException {
        return LayerFile.write(work.resolve("etcd.tar"), layer -> {
            layer.file(ETCD, 0755, program.path());
            layer.link("/usr/local/bin/etcdctl", "etcd");
            layer.link("/usr/local/bin/etcdutl", "etcd");
        });
    }

    private static CachedFile layer(Path work, String name, CachedFile program, String place) throws IOException {
        return LayerFile.write(work.resolve(name + ".tar"), layer -> layer.file(place, 0755, program.path()));
    }
}
