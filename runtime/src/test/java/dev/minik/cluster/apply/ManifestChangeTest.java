package dev.minik.cluster.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cluster.apply.Difference.Remedy;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestChangeTest {
    private static final String NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: net}\n";
    private static final String SETTINGS = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, namespace: net, labels: {app: net}}
            data: {mtu: '1450', mode: vxlan}
            """;
    private static final String DAEMON_SET = """
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: agent, namespace: net}
            spec:
              template:
                spec:
                  containers: [{name: agent, image: 'agent:1', env: [{name: A, value: b}]}, {name: other}]
            """;
    private static final String ALL = String.join("---\n", NAMESPACE, SETTINGS, DAEMON_SET);

    @Test
    void commentsAndTheOrderOfFieldsAreNoChange() {
        var same = change(ALL, "# new\n" + ALL.replace("{mtu: '1450', mode: vxlan}", "{mode: vxlan, mtu: '1450'}"));

        assertTrue(same.isEmpty());
        assertEquals(List.of(), same.differences());
        assertEquals(List.of(), same.rollouts());
    }

    @Test
    void onlyWhatDiffersIsPatched() {
        var change = change(
                ALL,
                ALL.replace("mtu: '1450', mode: vxlan", "mtu: '1400', port: '1'")
                        .replace(", labels: {app: net}", ""));

        assertEquals(List.of(), change.created());
        assertEquals(List.of(), change.removed());
        assertEquals(
                "{metadata={labels=null}, data={mtu=1400, port=1, mode=null}}",
                change.changed().get(0).patch().toString());
        assertEquals(
                List.of(new Difference(
                        "networking.cni.ConfigMap/net/settings",
                        "as installed",
                        "metadata.labels, data.mtu, data.port, data.mode",
                        Remedy.APPLY)),
                change.differences());
        assertEquals(List.of(), change.rollouts(), "who reads settings is not told of them");
    }

    @Test
    void listsAreReplacedAsAWhole() {
        var change = change(ALL, ALL.replace("agent:1", "agent:2"));

        assertTrue(change.changed().get(0).patch().toString().contains("{name=other}"));
        assertEquals(
                List.of("DaemonSet/net/agent"),
                change.rollouts().stream().map(Object::toString).toList());
        var onDelete = ALL.replace("spec:\n  template", "spec:\n  updateStrategy: {type: OnDelete}\n  template");
        assertEquals(List.of(), change(ALL, onDelete).rollouts());
    }

    @Test
    void whatIsNotWantedAnyMoreIsRemovedLastFirst() {
        var change = change(ALL, "");

        assertEquals(
                List.of("DaemonSet", "ConfigMap", "Namespace"),
                change.removed().stream().map(object -> object.get("kind")).toList());
        assertEquals(
                Map.of("name", "agent", "namespace", "net"),
                change.removed().get(0).get("metadata"));
        assertEquals(
                List.of("", "", ""),
                change.differences().stream().map(Difference::after).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "kube-system", "kube-public", "kube-node-lease", "local-path-storage"})
    void namespacesOfOthersStay(String name) {
        var change = change(NAMESPACE.replace("net", name), "");

        assertEquals(List.of(), change.removed());
        assertEquals(List.of(), change.differences());
    }

    @Test
    void aNewVersionOfAKindIsTheSameObject() {
        var before = "apiVersion: net.example/v1\nkind: Pool\nmetadata: {name: all}\n";
        var change =
                change(before, before.replace("v1", "v2") + "---\n" + before.replace("net.example", "other.example"));

        assertEquals(
                List.of("net.example/v2", "other.example/v1"),
                change.created().stream()
                        .map(object -> object.get("apiVersion"))
                        .toList());
        assertEquals(List.of(), change.removed());
    }

    @Test
    void listsOfObjectsAreRead() {
        var list =
                "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ServiceAccount, metadata: {name: a}}\n";

        assertEquals("[ServiceAccount/a]", parse(list).objects().keySet().toString());
    }

    @Test
    void whoAsksForTheEndpointIsTold() {
        var told = parse("# would you kindly patch this file\n" + DAEMON_SET)
                .objects()
                .values();

        assertTrue(
                Arrays.asList("A", "CONTROL_PLANE_ENDPOINT", "api:6443").stream()
                        .allMatch(told.toString()::contains),
                told::toString);
        assertTrue(!parse(DAEMON_SET).objects().toString().contains("CONTROL_PLANE_ENDPOINT"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: [",
                "text",
                "- a",
                "apiVersion: v1\nkind: Pod",
                "apiVersion: v1\nmetadata: {name: a}",
                "kind: List\nitems: [text]"
            })
    void whatIsNoManifestIsRefused(String text) {
        var refused = assertThrows(MinikException.class, () -> parse(text));

        assertEquals(ExitCode.INVALID_CONFIG, refused.exitCode());
        assertTrue(refused.message().contains("net.yaml"), refused::message);
    }

    @Test
    void whatIsThereTwiceIsRefused() {
        var refused = assertThrows(MinikException.class, () -> parse(NAMESPACE + "---\n" + NAMESPACE));

        assertTrue(refused.message().contains("Namespace/net is there twice"), refused::message);
    }

    private static ManifestChange change(String before, String after) {
        return new ManifestChange(parse(before), parse(after));
    }

    private static ManifestObjects parse(String text) {
        return ManifestObjects.parse(text, "net.yaml", "api:6443");
    }
}
