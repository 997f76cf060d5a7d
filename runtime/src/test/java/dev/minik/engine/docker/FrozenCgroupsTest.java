package dev.minik.engine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrozenCgroupsTest {
    @TempDir
    Path hierarchy = Path.of(".");

    @Test
    void letsGoWhatTheContainerHolds() throws IOException {
        var own = state("docker/0123/kubelet.slice/pod/container", "FROZEN");
        var scope = state("system.slice/docker-0123.scope/pod", "FREEZING");
        var others = state("docker/4567/pod", "FROZEN");

        assertTrue(new FrozenCgroups(hierarchy).thaw("0123"));

        assertEquals("THAWED", Files.readString(own));
        assertEquals("THAWED", Files.readString(scope));
        assertEquals("FROZEN\n", Files.readString(others));
        assertFalse(new FrozenCgroups(hierarchy).thaw("0123"), "nothing is left to do");
    }

    @Test
    void doesNothingWhereThereIsNoFreezer() {
        assertFalse(new FrozenCgroups(hierarchy.resolve("none")).thaw("0123"));
    }

    private Path state(String group, String state) throws IOException {
        var directory = Files.createDirectories(hierarchy.resolve(group));
        return Files.writeString(directory.resolve("freezer.state"), state + "\n");
    }
}
