package dev.minik.image.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.image.base.BaseRecipe;
import dev.minik.process.Command;
import dev.minik.process.HostCommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcesTest {
    private static final Resources RESOURCES = new Resources();

    @TempDir
    Path directory;

    @Test
    void listsLeaveCommentsOut() {
        var packages = RESOURCES.list("base/packages.list");
        assertTrue(packages.contains("systemd"));
        assertTrue(packages.stream().noneMatch(line -> line.contains("#") || line.isBlank()));
        assertEquals(packages.size(), new HashSet<>(packages).size());
        assertEquals(packages, new BaseRecipe(packages, "", "amd64").packages());
    }

    @Test
    void aMissingFileIsNamed() {
        var failure = assertThrows(IllegalArgumentException.class, () -> RESOURCES.text("no/such"));
        assertTrue(String.valueOf(failure.getMessage()).contains("no/such"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base/configure.sh",
                "store/import.sh",
                "rootfs/usr/local/bin/entrypoint",
                "rootfs/usr/local/lib/minik/haproxy-config",
                "rootfs/usr/local/lib/minik/prepare-kubelet",
                "rootfs/usr/local/lib/minik/virtual-ip"
            })
    void scriptsAreShell(String script) throws IOException {
        var file = Files.write(directory.resolve("script"), RESOURCES.bytes(script));
        var shell = RESOURCES.text(script).startsWith("#!/bin/bash") ? "bash" : "sh";
        var result = new HostCommandRunner().run(Command.of(shell, "-n", file.toString()));
        assertTrue(result.ok(), result.stderr());
    }

    /** <a href="https://github.com/kubernetes/kubernetes/blob/master/cmd/kubeadm/app/phases/addons/dns/manifests.go">kubeadm's Corefile</a>. */
    @Test
    void coreDnsHasThePluginsOfKubeadmsCorefile() {
        var main = RESOURCES.text("coredns/main.go");
        for (var plugin : List.of(
                "errors",
                "health",
                "ready",
                "kubernetes",
                "metrics",
                "forward",
                "cache",
                "loop",
                "reload",
                "loadbalance")) {
            assertTrue(main.contains("\"github.com/coredns/coredns/plugin/%s\"".formatted(plugin)), plugin);
        }
    }
}
