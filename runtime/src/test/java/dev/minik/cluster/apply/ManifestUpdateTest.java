package dev.minik.cluster.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.ContainerSpec;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ExecSpec;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.engine.fake.FakeFile;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.yaml.Yaml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManifestUpdateTest {
    private static final String NODE = "demo-control-plane";
    private static final String FILES = "/minik/manifest-change/";
    private static final String BEFORE = """
            {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: net}, data: {a: '1', b: '2'}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: gone, namespace: net}}
            """;
    private static final String AFTER = """
            {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: net}, data: {a: 'yes'}}
            ---
            {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: d, namespace: net}}
            """;

    private final List<List<String>> commands = new ArrayList<>();
    private final FakeEngine engine = new FakeEngine(this::answer).withImage("node");
    private ExecResult answer = new ExecResult(0, "", "");

    private ExecResult answer(String node, ExecSpec spec) {
        commands.add(spec.command());
        return answer;
    }

    @BeforeEach
    void startNode() {
        engine.createContainer(
                ContainerSpec.of(NODE, "node").network("none").labels(Map.of()).build());
        engine.startContainer(NODE);
    }

    @Test
    void theNodeIsToldWhatToDo() {
        update().apply(change(BEFORE, AFTER));

        assertEquals("change-manifest", commands.get(0).get(3));
        assertEquals("/minik/manifest-change", commands.get(0).get(4));
        assertTrue(text("created.yaml").contains("kind: DaemonSet"), text("created.yaml"));
        var patch = Yaml.load(text("000.patch.yaml"));
        assertEquals("{data={a=yes, b=null}}", String.valueOf(patch));
        assertTrue(text("000.patch.yaml").contains("'yes'"), "who takes a word for a truth value must not");
        assertTrue(text("removed.yaml").contains("name: gone"), text("removed.yaml"));
        assertEquals("", text("001.patch.yaml"));
    }

    @Test
    void whatIsRefusedHasChangedNothing() {
        answer = new ExecResult(
                3, "", "Warning: old\nThe DaemonSet \"d\" is invalid: spec.selector: field is immutable\n");

        var refused = assertThrows(MinikException.class, () -> update().apply(change(BEFORE, AFTER)));

        assertEquals(ExitCode.FAILED, refused.exitCode());
        assertTrue(refused.message().endsWith("spec.selector: field is immutable"), refused::message);
        assertTrue(refused.remedy().contains("nothing was changed"), refused::remedy);
    }

    @Test
    void whatFailsLaterIsRepeated() {
        answer = new ExecResult(1, "", "the server is gone\n");

        var failed = assertThrows(MinikException.class, () -> update().apply(change(BEFORE, AFTER)));

        assertTrue(failed.remedy().contains("repeat"), failed::remedy);
    }

    @Test
    void podsThatAreNotReplacedInTimeAreToldOf() {
        answer = new ExecResult(1, "Waiting for 1 pod\n", "error: timed out waiting for the condition\n");

        var late = assertThrows(
                MinikException.class,
                () -> update().awaitRollouts(change(BEFORE, AFTER).rollouts(), Duration.ofSeconds(30)));

        assertEquals(ExitCode.TIMED_OUT, late.exitCode());
        assertTrue(late.message().contains("DaemonSet/net/d"), late::message);
        assertTrue(commands.get(0).contains("daemonset/d"), commands::toString);
        assertTrue(commands.get(0).contains("--namespace=net"), commands::toString);
    }

    private ManifestUpdate update() {
        return new ManifestUpdate(engine, engine.findContainer(NODE).orElseThrow());
    }

    private static ManifestChange change(String before, String after) {
        return new ManifestChange(
                ManifestObjects.parse(before, "before", ""), ManifestObjects.parse(after, "after", ""));
    }

    private String text(String name) {
        return engine.file(NODE, FILES + name).map(FakeFile::text).orElse("");
    }
}
