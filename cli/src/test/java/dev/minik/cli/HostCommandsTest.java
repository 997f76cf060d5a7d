package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cli.port.ImageBuilds;
import dev.minik.cli.terminal.Terminals;
import dev.minik.doctor.Finding;
import dev.minik.model.KubernetesVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostCommandsTest {
    @TempDir
    private Path directory;

    private final CliHarness minik = new CliHarness();

    @Test
    void theDoctorPrintsFindingsAndFailsOnAFail() {
        minik.services.findings.add(new Finding(Finding.Level.OK, "engine", "Docker 26.1 answers", ""));
        minik.services.findings.add(new Finding(Finding.Level.WARN, "memory", "1 GiB is free", "Stop something"));
        assertEquals(new CliHarness.Result(0, """
                        OK    engine: Docker 26.1 answers
                        WARN  memory: 1 GiB is free
                              Stop something
                        """, ""), minik.run("doctor"));

        minik.services.findings.add(new Finding(Finding.Level.FAIL, "kernel", "no overlayfs", "Load it"));
        assertEquals(8, minik.run("doctor").code());
        var json = minik.run("doctor", "-o", "json");
        assertEquals(8, json.code());
        assertTrue(json.out().contains("\"level\": \"fail\",\n    \"subject\": \"kernel\""), json.out());
    }

    @Test
    void buildsAnImageAndPrintsItsName() {
        assertEquals(
                "localhost/minik-node:v1.37.0\n",
                minik.run("build", "node-image").out());
        assertEquals(
                "mine:1\n",
                minik.run(
                                "build",
                                "node-image",
                                "--source",
                                "/k8s",
                                "--image",
                                "mine:1",
                                "--kubernetes-version",
                                "v1.36.3")
                        .out());
        minik.run("build", "node-image", "--source", "go-modules");
        minik.run("build", "node-image", "--source", "release");

        assertEquals(
                List.of(
                        new ImageBuilds.Request(Optional.empty(), new ImageBuilds.Source.Auto(), Optional.empty()),
                        new ImageBuilds.Request(
                                Optional.of(KubernetesVersion.parse("1.36.3")),
                                new ImageBuilds.Source.Local(Path.of("/k8s")),
                                Optional.of("mine:1")),
                        new ImageBuilds.Request(Optional.empty(), new ImageBuilds.Source.GoModules(), Optional.empty()),
                        new ImageBuilds.Request(Optional.empty(), new ImageBuilds.Source.Release(), Optional.empty())),
                minik.services.builds);
    }

    @Test
    void aBuildInstallsWhatIsMissingOnRequestOnly() {
        assertEquals(0, minik.run("build", "node-image").code());
        assertFalse(minik.services.installed);

        var result = minik.run("build", "node-image", "--yes");
        assertEquals(0, result.code());
        assertTrue(minik.services.installed);
        assertEquals("minik is going to:\n  install docker.io 26.1\n", result.err());
        assertEquals(2, minik.services.builds.size());

        minik.services.installed = false;
        minik.services.installPlan = List.of();
        assertEquals(0, minik.run("build", "node-image", "--yes").code());
        assertFalse(minik.services.installed);
    }

    @Test
    void installingAnEngineNeedsConsent() {
        var result = minik.run("install", "engine");

        assertEquals(2, result.code());
        assertTrue(result.err().contains("--yes"), result.err());
        assertFalse(minik.services.installed);
    }

    @Test
    void installsAnEngineWithConsent() {
        var yes = minik.run("install", "engine", "-y");
        assertEquals(0, yes.code());
        assertTrue(minik.services.installed);
        assertTrue(yes.err().startsWith("minik is going to:\n  install docker.io 26.1\n"), yes.err());

        minik.services.installed = false;
        minik.terminals = new Terminals(true, false, true);
        minik.input = "n\n";
        assertEquals(1, minik.run("install", "engine").code());
        assertFalse(minik.services.installed);
        minik.input = "y\n";
        var asked = minik.run("install", "engine", "-q");
        assertEquals(0, asked.code());
        assertTrue(asked.err().contains("install docker.io 26.1"), "a question shows what it is about: " + asked.err());
        assertTrue(minik.services.installed);
    }

    @Test
    void anEngineThatAnswersIsNotInstalledAgain() {
        minik.services.installPlan = List.of();

        var result = minik.run("install", "engine");

        assertEquals(0, result.code());
        assertTrue(result.err().contains("answers already"));
        assertFalse(minik.services.installed);
    }

    @Test
    void exportsAKubeconfig() {
        assertEquals(
                new CliHarness.Result(0, "", "Wrote the kubeconfig of cluster \"demo\" to kc.\n"),
                minik.run("export", "kubeconfig", "--name", "demo", "--kubeconfig", "kc", "--internal"));
        assertEquals(List.of("export-kubeconfig demo internal=true"), minik.clusters.calls);
    }

    @Test
    void exportsLogsAndPrintsWhere() throws Exception {
        minik.clusters.with("minik");
        minik.temporary = directory;

        assertEquals("logs\n", minik.run("export", "logs", "logs").out());
        var chosen = Path.of(minik.run("export", "logs").out().strip());
        assertTrue(Files.isDirectory(chosen));
        assertEquals(directory, chosen.getParent());
        minik.temporary = directory.resolve("none");
        assertEquals(1, minik.run("export", "logs").code());
    }

    @Test
    void tellsTheVersion() {
        assertTrue(minik.run("version").out().matches("minik \\S+ \\(Java \\S+, .*\\)\n"));
        assertEquals("development\n", minik.run("version", "-q").out());
        assertEquals(minik.run("version").out(), minik.run("--version").out());
        assertTrue(minik.run("version", "-o", "json").out().startsWith("{\n  \"version\": \"development\",\n"));
    }

    @Test
    void theEngineIsChosenByFlagThenEnvironment() {
        minik.environment.put("MINIK_ENGINE", "podman");

        minik.run("get", "clusters");
        assertEquals(Optional.of("podman"), chosenEngine());
        minik.run("get", "clusters", "--engine", "tcp://x");
        assertEquals(Optional.of("tcp://x"), chosenEngine());
        minik.run("--engine=docker", "get", "clusters");
        assertEquals(Optional.of("docker"), chosenEngine());
    }

    private Optional<String> chosenEngine() {
        return Objects.requireNonNull(minik.services.settings).engine();
    }
}
