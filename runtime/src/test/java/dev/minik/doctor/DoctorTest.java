package dev.minik.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.doctor.Finding.Level;
import dev.minik.engine.EngineInfo;
import dev.minik.engine.ExecResult;
import dev.minik.engine.RemoteHost;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir
    Path root = Path.of("");

    @BeforeEach
    void healthyHost() throws IOException {
        write("proc/self/status", "Name:\tx\nCapBnd:\t000001ffffffffff\n");
        write("proc/sys/fs/inotify/max_user_instances", "8192\n");
        write("proc/sys/fs/inotify/max_user_watches", "524288\n");
        write("proc/filesystems", "nodev\toverlay\n");
        Files.createDirectories(root.resolve("var/lib/docker"));
    }

    @Test
    void findsNothingWrongWithAHealthyHost() {
        var wrong = doctor().check().stream()
                .filter(finding ->
                        finding.level() != Level.OK && !finding.subject().equals("disk"))
                .toList();

        assertEquals(0, wrong.size(), wrong::toString);
    }

    @Test
    void failsOnARootlessEngineThatCannotRunNodes() {
        var old = finding(FakeEngine.rootless(1, Set.of()));
        assertEquals(Level.FAIL, old.level());
        assertTrue(old.remedy().contains("cgroup v2"), old::remedy);

        var narrow = finding(FakeEngine.rootless(2, Set.of("memory", "pids")));
        assertEquals(Level.FAIL, narrow.level());
        assertTrue(narrow.message().endsWith("may not limit cpu"), narrow::message);
        assertTrue(narrow.remedy().contains("Delegate="), narrow::remedy);
    }

    @Test
    void warnsOfAnEngineThatIsSpokenToInTheClear() {
        assertEquals(
                Level.WARN,
                finding(FakeEngine.remote(new RemoteHost("192.0.2.7", false))).level());
        assertEquals(
                Level.OK,
                finding(FakeEngine.remote(new RemoteHost("192.0.2.7", true))).level());
    }

    private Finding finding(EngineInfo info) {
        var doctor = new Doctor(
                () -> new FakeEngine(info, (container, spec) -> new ExecResult(0, "", "")), new LinuxHost(root));
        return doctor.check().stream()
                .filter(finding -> finding.subject().equals("engine"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tellsWhichLimitIsLowAndHowToRaiseIt() throws IOException {
        write("proc/sys/fs/inotify/max_user_instances", "128\n");

        var finding = find("inotify");

        assertEquals(Level.WARN, finding.level());
        assertTrue(finding.remedy().contains("sysctl -w fs.inotify.max_user_instances="));
    }

    @Test
    void aLimitIsTooLowForMoreNodesThanItHasRoomFor() throws IOException {
        write("proc/sys/fs/inotify/max_user_instances", "128\n");
        var host = new LinuxHost(root);

        assertEquals(Optional.empty(), host.tooManyNodes(6));
        assertTrue(host.tooManyNodes(7).orElseThrow().remedy().contains("fs.inotify.max_user_instances=512"));
        assertTrue(host.tooManyNodes(40).orElseThrow().remedy().contains("fs.inotify.max_user_instances=800"));
    }

    @Test
    void acceptsAHostWithoutCapSysResource() throws IOException {
        write("proc/self/status", "CapBnd:\t000001fffeffffff\n");

        assertEquals(Level.OK, find("capabilities").level());
    }

    @Test
    void failsWithoutCapSysAdmin() throws IOException {
        write("proc/self/status", "CapBnd:\t00000000a80425fb\n");

        assertEquals(Level.FAIL, find("capabilities").level());
    }

    @Test
    void failsWithoutOverlay() throws IOException {
        write("proc/filesystems", "\text4\n");

        assertEquals(Level.FAIL, find("kernel").level());
    }

    @Test
    void saysWhyThereIsNoEngine() {
        var doctor = new Doctor(
                () -> {
                    throw MinikException.of(ExitCode.ENGINE_UNAVAILABLE, "no engine answers", "minik install engine");
                },
                new LinuxHost(root));

        var findings = doctor.check();

        assertEquals(1, findings.size());
        assertEquals(Level.FAIL, findings.get(0).level());
        assertEquals("minik install engine", findings.get(0).remedy());
    }

    private Finding find(String subject) {
        return doctor().check().stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    private Doctor doctor() {
        return new Doctor(FakeEngine::new, new LinuxHost(root));
    }

    private void write(String file, String text) throws IOException {
        var path = root.resolve(file);
        Files.createDirectories(path.getParent() == null ? root : path.getParent());
        Files.writeString(path, text);
    }
}
