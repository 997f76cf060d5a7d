package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cli.terminal.Terminals;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateClusterTest {
    private static final String CREATED = "create %s wait=PT5M retain=false kubeconfig=-";

    @TempDir
    private Path directory;

    private final CliHarness minik = new CliHarness();

    @Test
    void createsTheDefaultClusterAndSaysOnStderrHowToGoOn() {
        var result = minik.run("create", "cluster");

        assertEquals(0, result.code());
        assertEquals(List.of("sweep", CREATED.formatted("minik")), minik.clusters.calls);
        assertEquals("", result.out());
        assertEquals("""
                Cluster "minik" is ready after 18s; kubectl's context is "minik-minik".
                Try:  minik kubectl -- get nodes
                """, result.err());
        assertTrue(minik.services.closed);
    }

    @Test
    void writesTimelinesAsTheirNamesSay() throws Exception {
        var picture = directory.resolve("create.svg");
        var trace = directory.resolve("create.json");
        var result = minik.run(
                "create", "cluster", "demo", "--timeline", picture.toString(), "--timeline", trace.toString());

        assertEquals(0, result.code());
        assertTrue(Files.readString(picture).startsWith("<svg"));
        assertTrue(Files.readString(trace).contains("\"traceEvents\""));
    }

    @Test
    void aTimelineThatCannotBeWrittenIsRefusedBeforeAnythingIsMade() {
        var result = minik.run(
                "create",
                "cluster",
                "demo",
                "--timeline",
                directory.resolve("no/create.svg").toString());

        assertEquals(2, result.code());
        assertEquals(List.of(), minik.clusters.calls);
    }

    @Test
    void aCreationThatFailsHasATimelineToo() throws Exception {
        var trace = directory.resolve("create.json");
        minik.clusters.failures.put(
                CREATED.formatted("demo"), MinikException.of(ExitCode.TIMED_OUT, "not ready in time", "Wait longer"));

        var result = minik.run("create", "cluster", "demo", "--timeline", trace.toString());

        assertEquals(6, result.code());
        assertEquals("ERROR: not ready in time\n  Wait longer\n", result.err());
        assertTrue(Files.readString(trace).contains("\"traceEvents\""));
    }

    @Test
    void aMissingTimelineTakesNoFailuresPlace() throws Exception {
        var trace = directory.resolve("create.json");
        minik.clusters.whileCreating = () -> {
            try {
                Files.createDirectory(trace);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            throw MinikException.of(ExitCode.TIMED_OUT, "not ready in time", "Wait longer");
        };

        var result = minik.run("create", "cluster", "demo", "--timeline", trace.toString());

        assertEquals(6, result.code());
        assertTrue(
                result.err().startsWith("ERROR: not ready in time\n  Wait longer\n\n  | the timeline cannot"),
                result.err());
    }

    @Test
    void aNameThatIsTakenHasNoTimeline() {
        var trace = directory.resolve("create.json");
        minik.clusters.with("demo");
        minik.clusters.failures.put(
                CREATED.formatted("demo"),
                MinikException.of(ExitCode.EXISTS_OR_NOT_FOUND, "exists already", "Choose another"));

        assertEquals(
                5,
                minik.run("create", "cluster", "demo", "--timeline", trace.toString())
                        .code());
        assertFalse(Files.exists(trace));
    }

    @Test
    void aDryRunHasNoTimeline() {
        var result = minik.run(
                "create",
                "cluster",
                "demo",
                "--dry-run",
                "--timeline",
                directory.resolve("create.svg").toString());

        assertEquals(2, result.code());
        assertTrue(result.err().contains("--dry-run") && result.err().contains("--timeline"), result.err());
        assertEquals(List.of(), minik.clusters.calls);
    }

    @Test
    void suggestsKubectlWhereItIsInstalled() throws Exception {
        var kubectl = Files.createFile(directory.resolve("kubectl"));
        assertTrue(kubectl.toFile().setExecutable(true));
        minik.environment.put("PATH", "/nonexistent:" + directory);

        assertTrue(minik.run("create", "cluster", "demo")
                .err()
                .contains("Try:  kubectl cluster-info --context minik-demo\n"));
        assertTrue(minik.run("create", "cluster", "two", "--kubeconfig", "kc")
                .err()
                .contains("Try:  kubectl cluster-info --context minik-two --kubeconfig kc\n"));
    }

    @Test
    void suggestsMinikKubectlWithTheClustersName() {
        assertTrue(minik.run("create", "cluster", "demo")
                .err()
                .contains("Try:  minik kubectl --name demo -- get nodes\n"));
    }

    @Test
    void handsEveryFlagOn() {
        var result = minik.run(
                "create",
                "cluster",
                "--name=demo",
                "--image",
                "kindest/node:v1.36.3",
                "--kubernetes-version",
                "1.36.3",
                "--workers",
                "2",
                "--control-planes",
                "3",
                "--wait",
                "1m30s",
                "--retain",
                "--kubeconfig",
                "kc");

        assertEquals(0, result.code());
        assertEquals(
                List.of("- workers=OptionalInt[2] controlPlanes=OptionalInt[3] image=kindest/node:v1.36.3"
                        + " version=v1.36.3 name=demo"),
                minik.services.configLoads);
        assertEquals("create demo wait=PT1M30S retain=true kubeconfig=kc", minik.clusters.calls.get(1));
        assertEquals(List.of("grace PT30S"), minik.lifetime);
    }

    @Test
    void withoutWaitingTheClusterIsCreatedButNotCalledReady() {
        assertTrue(minik.run("create", "cluster", "--wait", "0").err().contains("is created after"));
    }

    @Test
    void theNameComesFromArgumentThenEnvironment() {
        minik.environment.put("MINIK_CLUSTER_NAME", "env");

        minik.run("create", "cluster");
        minik.run("create", "cluster", "arg");
        minik.run("create", "cluster", "same", "--name", "same");

        assertTrue(minik.clusters.calls.containsAll(
                List.of(CREATED.formatted("env"), CREATED.formatted("arg"), CREATED.formatted("same"))));
    }

    @Test
    void twoDifferentNamesAreAUsageError() {
        var result = minik.run("create", "cluster", "one", "--name", "two");

        assertEquals(2, result.code());
        assertTrue(result.err().startsWith("ERROR: two different cluster names are given: 'one' and 'two'\n  "));
        assertEquals(List.of(), minik.clusters.calls);
    }

    @Test
    void anImpossibleNameIsAUsageErrorThatNamesItsOrigin() {
        assertEquals(2, minik.run("create", "cluster", "Big_Name").code());

        minik.environment.put("MINIK_CLUSTER_NAME", "Big_Name");
        var result = minik.run("create", "cluster");
        assertEquals(2, result.code());
        assertTrue(result.err().contains("MINIK_CLUSTER_NAME"), result.err());
    }

    @ParameterizedTest
    @CsvSource({
        "--wait,5x,is not a duration",
        "--wait,-5s,is not a duration",
        "--workers,-1,too small",
        "--workers,two,is not an int",
        "--control-planes,0,too small",
        "--kubernetes-version,latest,is not a Kubernetes version",
        "-o,xml,json"
    })
    void wrongValuesAreUsageErrors(String flag, String value, String message) {
        var result = minik.run("create", "cluster", flag, value);

        assertEquals(2, result.code(), result.err());
        assertTrue(result.err().contains(message), result.err());
        assertTrue(result.err().startsWith("ERROR: "), result.err());
        assertEquals(List.of(), minik.clusters.calls);
    }

    @Test
    void readsTheConfigurationFromAFileOrStandardInput() throws Exception {
        var file = Files.writeString(directory.resolve("c.yaml"), "kind: Cluster\n");
        minik.input = "kind: Other\n";

        minik.run("create", "cluster", "a", "--config", file.toString());
        minik.run("create", "cluster", "b", "--config", "-");

        assertTrue(minik.services.configLoads.get(0).startsWith(file + ":kind: Cluster "));
        assertTrue(minik.services.configLoads.get(1).startsWith("standard input:kind: Other "));
    }

    @Test
    void aConfigurationThatCannotBeReadIsInvalid() throws Exception {
        var binary = Files.write(directory.resolve("b"), new byte[] {(byte) 0xff, (byte) 0xfe});

        var missing = minik.run("create", "cluster", "--config", directory + "/none.yaml");
        var wrong = minik.run("create", "cluster", "--config", binary.toString());
        var folder = minik.run("create", "cluster", "--config", directory.toString());

        assertEquals(3, missing.code());
        assertTrue(missing.err().contains("none.yaml: there is no such file"), missing.err());
        assertEquals(3, wrong.code());
        assertTrue(wrong.err().contains("not UTF-8"), wrong.err());
        assertEquals(3, folder.code());
        assertEquals(List.of(), minik.services.configLoads);
    }

    @Test
    void aDryRunPrintsThePlanAndChangesNothing() {
        var yaml = minik.run("create", "cluster", "demo", "--dry-run");
        var json = minik.run("create", "cluster", "demo", "--dry-run", "-o", "json");

        assertEquals("name: demo\nnodes:\n- demo-control-plane\n", yaml.out());
        assertEquals("", yaml.err());
        assertEquals("{\n  \"name\": \"demo\",\n  \"nodes\": [\n    \"demo-control-plane\"\n  ]\n}\n", json.out());
        assertEquals(List.of("plan demo", "plan demo"), minik.clusters.calls);
    }

    @Test
    void printsWhatWasCreatedForAProgram() {
        var result = minik.run("create", "cluster", "demo", "-o", "json", "--kubeconfig", "kc");

        assertEquals("""
                {
                  "name": "demo",
                  "kubeconfig": "kc",
                  "context": "minik-demo",
                  "tookMillis": 18400
                }
                """, result.out());
    }

    @Test
    void bareNodesAreNoCluster() {
        var text = minik.run("create", "cluster", "demo", "--bare");
        var json = minik.run("create", "cluster", "demo", "--bare", "-o", "json", "-q");

        assertEquals("""
                The nodes of "demo" are ready for kubeadm after 18s; there is no cluster on them yet.
                Try:  docker exec -it demo-control-plane bash
                and:  kubeadm init
                """, text.err());
        assertEquals("""
                {
                  "name": "demo",
                  "bare": true,
                  "nodes": [
                    "demo-control-plane"
                  ],
                  "init": [
                    "kubeadm",
                    "init"
                  ],
                  "tookMillis": 18400
                }
                """, json.out());
    }

    @Test
    void quietSaysNothing() {
        assertEquals("", minik.run("create", "cluster", "-q").err());
    }

    @Test
    void aFailureShowsCauseRemedyAndDetailsAndKeepsItsExitCode() {
        minik.clusters.failures.put(
                CREATED.formatted("minik"),
                MinikException.of(ExitCode.TIMED_OUT, "node minik-worker is not Ready", "See the logs")
                        .withDetails(List.of("kubelet: \u001b[31mno\u001b[0m", "two\nlines")));

        var result = minik.run("create", "cluster");

        assertEquals(6, result.code());
        assertEquals("", result.out());
        assertEquals("""
                ERROR: node minik-worker is not Ready
                  See the logs

                  | kubelet: ?[31mno?[0m
                  | two
                  | lines
                """, result.err());
    }

    @Test
    void withoutEngineAndTerminalItFailsAndInstallsNothing() {
        minik.services.engineAnswers = false;

        var result = minik.run("create", "cluster");

        assertEquals(4, result.code());
        assertTrue(result.err().contains("minik install engine"));
        assertTrue(result.err().contains("  | unix:///var/run/docker.sock: no such file"), result.err());
        assertFalse(minik.services.installed);
    }

    @Test
    void yesInstallsAMissingEngineAfterSayingWhatChanges() {
        minik.services.engineAnswers = false;

        var result = minik.run("create", "cluster", "--yes");

        assertEquals(0, result.code());
        assertTrue(minik.services.installed);
        assertTrue(result.err().contains("  install docker.io 26.1\n"), result.err());
        assertTrue(minik.clusters.calls.contains(CREATED.formatted("minik")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"y\n", "Yes\n", "yes"})
    void onATerminalItAsksToInstall(String answer) {
        minik.services.engineAnswers = false;
        minik.terminals = new Terminals(true, true, true);
        minik.input = answer;

        var result = minik.run("create", "cluster");

        assertEquals(0, result.code());
        assertTrue(minik.services.installed);
        assertTrue(result.err().contains("  install docker.io 26.1\nInstall it now? [y/N] "), result.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"n\n", "\n", "", "yesterday\n"})
    void anythingButYesIsNo(String answer) {
        minik.services.engineAnswers = false;
        minik.terminals = new Terminals(true, true, true);
        minik.input = answer;

        assertEquals(4, minik.run("create", "cluster").code());
        assertFalse(minik.services.installed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MINIK_ENGINE", "DOCKER_HOST", "DOCKER_CONTEXT"})
    void anEngineThatWasChosenIsNotReplacedByAnother(String variable) {
        minik.services.engineAnswers = false;
        minik.environment.put(variable, "tcp://10.0.0.1:2376");

        assertEquals(4, minik.run("create", "cluster", "--yes").code());
        assertFalse(minik.services.installed);
    }

    @Test
    void whyNothingCanBeInstalledIsToldToWhoWantsIt() {
        minik.services.engineAnswers = false;
        minik.services.cannotInstall =
                MinikException.of(ExitCode.ENGINE_UNAVAILABLE, "only root can install", "Run as root");

        assertTrue(minik.run("create", "cluster", "--yes").err().startsWith("ERROR: only root can install"));
        minik.terminals = new Terminals(true, true, true);
        assertTrue(minik.run("create", "cluster").err().contains("no container engine answers"));
    }
}
