package dev.minik.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this host's kernel can do: what is loaded or built in, or can be loaded. */
final class HostKernel {
    private final Path root;
    private final String release;

    /**
     * Looks at a file system.
     *
     * @param root {@code /}
     * @param release the kernel's, as {@code uname -r} tells it
     */
    HostKernel(Path root, String release) {
        this.root = root;
        this.release = release;
    }

    /** Returns whether it can balance by IPVS. */
    boolean ipvs() {
        return has("proc/net/ip_vs", "/ip_vs.ko");
    }

    /** Returns whether it knows the transport protocol SCTP. */
    boolean sctp() {
        return has("proc/net/sctp", "/sctp.ko");
    }

    private boolean has(String shown, String module) {
        if (Files.exists(root.resolve(shown))) {
            return true;
        }
        var modules = root.resolve("lib/modules").resolve(release).resolve("modules.dep");
        if (!Files.isReadable(modules)) {
            return false;
        }
        try (var lines = Files.lines(modules)) {
            return lines.anyMatch(line -> line.contains(module));
        } catch (IOException e) {
            throw new UncheckedIOException("the kernel's modules cannot be read", e);
        }
    }
}
