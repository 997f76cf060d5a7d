package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minik.yaml.Yaml;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackupCommandsTest {
    private final CliHarness minik = new CliHarness();
    private final FakeBackups backups = minik.services.backups;

    @Test
    void saves() {
        assertEquals(
                new CliHarness.Result(
                        0, "", "Saved the state of cluster \"demo\" at revision 17 to demo.db (4096 bytes).\n"),
                minik.run("save", "backup", "demo.db", "--name", "demo"));
        assertEquals(0, minik.run("save", "backup", "demo.db", "--force").code());
        assertEquals(List.of("save demo demo.db false", "save minik demo.db true"), backups.calls);
    }

    @Test
    void tellsProgramsWhatWasSaved() {
        assertEquals(
                Map.of("file", "demo.db", "bytes", 4096, "revision", 17, "keys", 5, "member", "minik-control-plane"),
                Yaml.load(minik.run("save", "backup", "demo.db", "-o", "json").out()));
    }

    @Test
    void restores() {
        assertEquals(
                new CliHarness.Result(0, "", "Restored the state of cluster \"demo\" from demo.db.\n"),
                minik.run("restore", "backup", "demo.db", "--name", "demo"));
        assertEquals(
                0,
                minik.run("restore", "backup", "demo.db", "--force", "--wait", "0")
                        .code());
        assertEquals(List.of("restore demo demo.db false PT5M", "restore minik demo.db true PT0S"), backups.calls);
        assertEquals(2, minik.lifetime.size());
    }

    @Test
    void namesNodesThatTheBackupDidNotKnowAsTheyAre() {
        backups.joinedNodes.add("demo-worker3");
        backups.forgottenNodes.add("demo-worker4");
        backups.unknownNodes.add("demo-worker2");

        assertEquals(
                """
                Node demo-worker3 was not in the backup as it is now; it is a node of the restored cluster.
                Node demo-worker4 was in the backup, and had been deleted since; it is forgotten again.
                Node demo-worker2 was in the backup, and is not there: 'minik kubectl --name demo delete node demo-worker2' forgets it.
                Restored the state of cluster "demo" from demo.db.
                """, minik.run("restore", "backup", "demo.db", "-n", "demo").err());
    }

    @Test
    void aFileMustBeNamed() {
        assertEquals(2, minik.run("save", "backup").code());
        assertEquals(2, minik.run("restore", "backup").code());
        assertEquals(2, minik.run("save").code());
        assertEquals(List.of(), backups.calls);
    }
}
