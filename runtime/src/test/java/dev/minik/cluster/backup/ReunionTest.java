package dev.minik.cluster.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.TestMachines;
import dev.minik.cluster.TestParts;
import dev.minik.config.ClusterConfig;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ExecSpec;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.plan.NodePlan;
import dev.minik.plan.Plans;
import dev.minik.progress.Progress;
import dev.minik.record.ClusterRecord;
import dev.minik.yaml.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReunionTest {
    private static final ClusterName NAME = new ClusterName("demo");
    private static final Instant SINCE = Instant.parse("2026-03-01T12:00:00Z");
    private static final String BEFORE = "2026-03-01T09:00:00Z";
    private static final String SOME = """
            nodes:
            - {}
            - {role: worker}
            - {role: worker, labels: {tier: back}, taints: ['dedicated=back:NoSchedule']}
            """;

    /** The restored state's nodes, as JSON, and what is done to them. */
    private final Map<String, String> state = new TreeMap<>();

    private final Map<String, String> subnets = new TreeMap<>();
    private final List<String> forgotten = new ArrayList<>();
    private final FakeEngine engine = new FakeEngine(this::answer).withImage("node");
    private final ClusterParts parts;

    ReunionTest(@TempDir Path directory) {
        parts = TestParts.of(engine, directory, Progress.silent());
    }

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void aStateThatKnowsTheNodesIsLeftAlone() {
        cluster(SOME);
        known("demo-control-plane", BEFORE, "10.244.0.0/24");
        known("demo-worker", BEFORE, "10.244.1.0/24");
        known("demo-worker2", BEFORE, "");
        subnets.put("demo-worker", "10.244.1.0/24");
        subnets.put("demo-worker2", "10.244.2.0/24");

        assertEquals(new Reunion.Outcome(List.of(), List.of()), reunite());
    }

    @Test
    void aNodeThatJoinedSinceIsMadeAsItIs() {
        cluster(SOME);
        known("demo-control-plane", BEFORE, "10.244.0.0/24");
        known("demo-worker", BEFORE, "10.244.1.0/24");
        subnets.put("demo-worker2", "10.244.2.0/24,fd00:10:244:2::/64");

        assertEquals(new Reunion.Outcome(List.of("demo-worker2"), List.of()), reunite());

        var made = NodeObject.parse("{items: [%s]}".formatted(state.get("demo-worker2")))
                .get(0);
        assertEquals(Map.of("tier", "back", "kubernetes.io/hostname", "demo-worker2"), made.labels());
        assertEquals("[dedicated=back:NoSchedule]", made.taints().toString());
        assertEquals(List.of("10.244.2.0/24", "fd00:10:244:2::/64"), made.podSubnets());
        assertTrue(state("demo-worker2").contains("minik://demo-worker2"), state::toString);
        assertTrue(state("demo-worker2").contains("cri-socket"), "kubeadm upgrades it later");
    }

    @Test
    void nodesThatWereDeletedSinceAreForgottenWithTheirPods() {
        cluster(SOME);
        for (var name : List.of("control-plane", "control-plane2", "worker", "worker2", "worker7", "fake")) {
            known("demo-" + name, BEFORE, "");
        }
        engine.removeContainer("demo-worker2"); // which a repair makes anew

        assertEquals(new Reunion.Outcome(List.of(), List.of("demo-control-plane2", "demo-worker7")), reunite());
        assertEquals(
                List.of("demo-control-plane2 --with-pods", "demo-worker7 --with-pods"),
                forgotten.stream().sorted().toList());
        assertTrue(state.containsKey("demo-fake"));
    }

    @Test
    void subnetsChangeHandsInOneGo() {
        cluster(SOME);
        known("demo-control-plane", BEFORE, "10.244.0.0/24");
        known("demo-worker", BEFORE, "10.244.1.0/24");
        known("demo-worker2", BEFORE, "10.244.2.0/24");
        subnets.put("demo-worker", "10.244.2.0/24");
        subnets.put("demo-worker2", "10.244.1.0/24");

        assertEquals(List.of("demo-worker", "demo-worker2"), reunite().joined());

        assertTrue(state("demo-worker").contains("10.244.2.0/24"), state::toString);
        assertTrue(state("demo-worker2").contains("10.244.1.0/24"), state::toString);
        assertEquals(List.of("demo-worker", "demo-worker2"), forgotten);
    }

    @Test
    void aControlPlaneThatHasRegisteredByItselfIsMarkedAsOne() {
        cluster(Plans.nodes(2, 1));
        known("demo-control-plane", BEFORE, "");
        known("demo-control-plane2", SINCE.plusSeconds(3).toString(), "10.244.9.0/24");
        known("demo-worker", BEFORE, "");
        subnets.put("demo-control-plane2", "10.244.1.0/24");

        assertEquals(List.of("demo-control-plane2"), reunite().joined());

        var made = state("demo-control-plane2");
        assertTrue(made.contains("node-role.kubernetes.io/control-plane"), made);
        assertTrue(made.contains("exclude-from-external-load-balancers"), made);
        assertTrue(made.contains("10.244.1.0/24"), made);
    }

    @Test
    void aSubnetThatAnotherNodeHasIsNotGivenTwice() {
        cluster(SOME);
        known("demo-control-plane", BEFORE, "");
        known("demo-worker", BEFORE, "");
        known("other-worker", BEFORE, "10.244.2.0/24");
        subnets.put("demo-worker2", "10.244.2.0/24");

        reunite();

        assertTrue(!state("demo-worker2").contains("podCIDR"), state::toString);
    }

    @Test
    void bareNodesAreTheUsersOwn() {
        cluster(Plans.bare("nodes: [{}, {role: worker}]"));

        assertEquals(new Reunion.Outcome(List.of(), List.of()), reunite());
        assertEquals(Map.of(), state);
    }

    @Test
    void anAnswerThatIsNoneIsToldOf() {
        cluster(SOME);
        state.put("demo-worker", "{metadata: {name: demo-worker, creationTimestamp: yesterday}}");

        assertTrue(assertThrows(MinikException.class, this::reunite).message().contains("cannot be read"));
    }

    private Reunion.Outcome reunite() {
        return new Reunion(parts, new EtcdTool(engine), MemberNodes.of(parts, NAME)).reunite(SINCE);
    }

    private ExecResult answer(String node, ExecSpec spec) {
        var step = spec.command().subList(4, spec.command().size());
        var output = switch (step.get(0)) {
            case "nodes" -> "{items: [%s]}".formatted(String.join(", ", state.values()));
            case "pod_subnets" -> subnets.getOrDefault(node, "") + "\n";
            case "forget" -> {
                state.remove(step.get(1));
                forgotten.add(String.join(" ", step.subList(1, step.size())));
                yield "";
            }
            case "register" -> {
                register(spec);
                yield "";
            }
            default -> throw new IllegalArgumentException(step.toString());
        };
        return new ExecResult(0, output, "");
    }

    private void register(ExecSpec spec) {
        try (var input = spec.stdin().orElseThrow()) {
            for (Object node : Yaml.loadAll(new String(input.readAllBytes(), StandardCharsets.UTF_8))) {
                var object = (Map<?, ?>) node;
                var metadata = new TreeMap<String, Object>();
                ((Map<?, ?>) Objects.requireNonNull(object.get("metadata")))
                        .forEach((key, value) -> metadata.put((String) key, value));
                metadata.put("creationTimestamp", SINCE.plusSeconds(5).toString());
                var whole = Map.of("metadata", metadata, "spec", object.get("spec"));
                state.put((String) metadata.get("name"), json(whole));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            var parts = new ArrayList<String>();
            map.forEach((key, inner) -> parts.add("\"%s\": %s".formatted(key, json(inner))));
            return "{%s}".formatted(String.join(", ", parts));
        }
        if (value instanceof List<?> list) {
            return "[%s]"
                    .formatted(String.join(
                            ", ", list.stream().map(ReunionTest::json).toList()));
        }
        return "\"%s\"".formatted(value);
    }

    private String state(String node) {
        return state.getOrDefault(node, "");
    }

    private void known(String name, String made, String subnet) {
        var spec = subnet.isEmpty() ? "{}" : "{podCIDRs: ['%s']}".formatted(subnet);
        state.put(name, "{metadata: {name: %s, creationTimestamp: '%s'}, spec: %s}".formatted(name, made, spec));
    }

    private void cluster(String fields) {
        cluster(Plans.config(fields));
    }

    private void cluster(ClusterConfig config) {
        var plan = Plans.plan(config, Plans.HOST);
        plan.nodes().forEach(this::start);
        parts.records().write(parts.nodesOf(NAME), ClusterRecord.of(config, plan));
    }

    private void start(NodePlan node) {
        engine.startContainer(engine.createContainer(TestMachines.of(node)));
    }
}
