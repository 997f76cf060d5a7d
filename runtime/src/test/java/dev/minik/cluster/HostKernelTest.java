package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostKernelTest {
    @TempDir
    Path root = Path.of("");

    @Test
    void lacksWhatIsNowhere() {
        assertFalse(kernel().ipvs());
        assertFalse(kernel().sctp());
    }

    @Test
    void hasWhatIsLoadedOrBuiltIn() throws IOException {
        Files.createDirectories(root.resolve("proc/net/sctp"));
        assertTrue(kernel().sctp());
        assertFalse(kernel().ipvs());
    }

    @Test
    void hasWhatCanBeLoaded() throws IOException {
        var modules = Files.createDirectories(root.resolve("lib/modules/6.1.0-9-amd64"));
        Files.writeString(modules.resolve("modules.dep"), """
                kernel/net/netfilter/ipvs/ip_vs.ko: kernel/net/netfilter/nf_conntrack.ko
                kernel/net/sctp/sctp_diag.ko: kernel/net/sctp/sctp.ko.xz
                """);
        assertTrue(kernel().ipvs());
        assertTrue(kernel().sctp());
        assertFalse(new HostKernel(root, "6.2.0").sctp(), "modules of another kernel");
    }

    private HostKernel kernel() {
        return new HostKernel(root, "6.1.0-9-amd64");
    }
}
