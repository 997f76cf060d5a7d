package dev.minik.image.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.error.MinikException;
import dev.minik.image.fake.RecordingRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebootstrappedBaseTest {
    private static final List<String> APART =
            List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--");
    private static final BaseRecipe RECIPE =
            new BaseRecipe(List.of("systemd", "iptables"), "echo configured\n", "amd64");

    @TempDir
    Path work;

    private final RecordingRunner runner = new RecordingRunner();
    private final BaseSystem base = new DebootstrappedBase(
            runner, new DebianMirror("http://mirror.example/debian", Optional.of("/keys/debian.gpg")));

    private static List<String> apart(String... words) {
        var all = new ArrayList<>(APART);
        all.addAll(List.of(words));
        return all;
    }

    @Test
    void runsEachCommandApartFromTheHost() throws IOException {
        var tree = work.resolve("tree");
        runner.on(apart("debootstrap"), command -> {
            // What dpkg is told must be there before the first package is installed.
            assertTrue(Files.readString(tree.resolve("etc/dpkg/dpkg.cfg.d/minik-build"))
                    .contains("force-unsafe-io"));
            Files.createDirectories(tree.resolve("usr/bin"));
            Files.createDirectories(tree.resolve("proc"));
            return "";
        });
        runner.on(apart("tar"), command -> {
            assertFalse(Files.exists(tree.resolve("etc/dpkg/dpkg.cfg.d/minik-build")), "only for the build");
            return "";
        });
        base.make(RECIPE, work, work.resolve("layer.tar"), line -> {});
        assertEquals(3, runner.argvs().size());
        assertEquals(
                apart(
                        "debootstrap",
                        "--variant=minbase",
                        "--arch=amd64",
                        "--include=systemd,iptables",
                        "--keyring=/keys/debian.gpg",
                        "trixie",
                        tree.toString(),
                        "http://mirror.example/debian"),
                runner.argvs().get(0));
        assertEquals(
                apart("chroot", tree.toString(), "/bin/sh", "-e", "-c", "echo configured\n"),
                runner.argvs().get(1));
        var archive = runner.argvs().get(2);
        assertEquals(
                List.of("--", "etc", "proc", "usr"),
                archive.subList(archive.indexOf("--anchored") + 1, archive.size()));
        assertTrue(archive.containsAll(List.of("--sort=name", "--numeric-owner", "--mtime=@0", "--exclude=proc/*")));
        assertFalse(Files.exists(tree));
    }

    @Test
    void aFailureNamesTheMirror() {
        runner.failing(apart("debootstrap"), 1, "E: Failed getting release file\n");
        var failure = assertThrows(
                MinikException.class, () -> base.make(RECIPE, work, work.resolve("layer.tar"), line -> {}));
        assertTrue(failure.remedy().contains("http://mirror.example/debian"), failure.remedy());
        assertTrue(
                failure.details().contains("E: Failed getting release file"),
                failure.details().toString());
    }

    @Test
    void onlyPackageNamesGetIntoTheList() {
        assertThrows(IllegalArgumentException.class, () -> new BaseRecipe(List.of("a,b"), "", "amd64"));
        assertThrows(IllegalArgumentException.class, () -> new BaseRecipe(List.of("--x"), "", "amd64"));
        assertThrows(IllegalArgumentException.class, () -> new DebianMirror("--foreign", Optional.empty()));
    }
}
