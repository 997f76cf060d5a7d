package dev.minik.kubeadm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.config.ClusterConfig;
import dev.minik.config.ConfigLoader;
import dev.minik.config.ConfigOverrides;
import dev.minik.config.ConfigSource;
import dev.minik.docs.GeneratedFile;
import dev.minik.engine.PortPublish;
import dev.minik.model.BootstrapToken;
import dev.minik.model.KubernetesVersion;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.ImageFacts;
import dev.minik.plan.NodePlan;
import dev.minik.plan.Plans;
import dev.minik.record.ClusterRecord;
import dev.minik.release.KubernetesCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Config files of the kinds that projects use in their CI are read, planned, and handed to kubeadm as kind would. What is expected of a
 * file stands in the comments that it begins with: everything that is planned of nodes, published ports and subnets, all warnings, and
 * what kubeadm's and containerd's configuration must say among other things.
 */
class UsualConfigsTest {
    private static final String FILES = "runtime/src/test/resources/dev/minik/kubeadm/configs";
    private static final int FEWEST = 40;
    private static final BootstrapCredentials CREDENTIALS =
            new BootstrapCredentials(BootstrapToken.random(new SecureRandom()), Duration.ofMinutes(30));

    /** What can be expected by a word, with what is there; a file that does not use a word expects what kind has by default. */
    private static final Map<String, String> BY_DEFAULT = Map.of(
            "ports", "", "pods", "10.244.0.0/16", "services", "10.96.0.0/16", "cni", "flannel", "proxy", "iptables");

    private final List<String> warnings = new ArrayList<>();

    static Stream<Path> files() throws IOException {
        try (var found = Files.list(GeneratedFile.root().resolve(FILES))) {
            return found.sorted().toList().stream();
        }
    }

    @Test
    void thereAreMany() throws IOException {
        assertTrue(files().count() >= FEWEST);
    }

    @ParameterizedTest
    @MethodSource("files")
    void isPlannedAsItIsMeant(Path file) throws IOException {
        var text = Files.readString(file);
        var config = new ConfigLoader(KubernetesCatalogue.load(), Path.of("/project"), warnings::add)
                .load(Optional.of(new ConfigSource(file.getFileName().toString(), text)), ConfigOverrides.NONE);
        var plan = plan(config, text);
        var expected = expected(text);
        var record = ClusterRecord.of(config, plan);

        assertEquals(record, ClusterRecord.parse(record.text()));
        assertFalse(of("nodes", expected).isEmpty(), "the nodes must be told");
        assertEquals(of("nodes", expected), List.of(nodes(plan)));
        assertEquals(one("ports", expected), ports(plan));
        assertEquals(one("pods", expected), joined(plan.podSubnets()));
        assertEquals(one("services", expected), joined(plan.serviceSubnets()));
        assertEquals(one("cni", expected), plan.cni().text());
        assertEquals(one("proxy", expected), plan.kubeProxyMode().text());
        assertEquals(of("mount", expected), mounts(plan));
        var kubeadm = new KubeadmConfig(plan, CREDENTIALS);
        warnings.addAll(kubeadm.check());
        of("init", expected).forEach(line -> assertMet(line, kubeadm.init(plan.firstControlPlane())));
        for (var line : of("at", expected)) {
            var words = line.split(" ", 2);
            assertMet(words[1], documents(kubeadm, plan, node(plan, words[0])));
        }
        var containerd = plan.firstControlPlane().files().stream()
                .filter(written -> written.path().startsWith("/etc/containerd/"))
                .map(written -> written.path() + "\n" + written.content())
                .collect(Collectors.joining("\n"));
        of("containerd", expected).forEach(part -> assertTrue(containerd.contains(part), containerd));
        var left = new ArrayList<>(warnings);
        for (var part : of("warns", expected)) {
            assertTrue(
                    left.stream()
                            .filter(w -> w.contains(part))
                            .findFirst()
                            .map(left::remove)
                            .orElse(false),
                    () -> "no warning has '%s': %s".formatted(part, warnings));
        }
        assertEquals(List.of(), left);
    }

    /** Plans with the version that the file's first image has, or the default one. */
    private ClusterPlan plan(ClusterConfig config, String text) throws IOException {
        var containerd = Files.readString(GeneratedFile.root()
                .resolve("node-image/src/main/resources/dev/minik/image/rootfs/etc/containerd/config.toml"));
        var version = one("version", expected(text));
        var image = new ImageFacts(
                "localhost/minik-node:" + version,
                "sha256:1",
                KubernetesVersion.parse(version),
                true,
                Optional.of(containerd));
        warnings.addAll(config.containerdPatches().apply(containerd).warnings());
        return Plans.plan(config, Plans.HOST, image);
    }

    private static List<String> expected(String text) {
        return text.lines()
                .takeWhile(line -> line.startsWith("#"))
                .map(line -> line.substring(1).strip())
                .toList();
    }

    private static List<String> of(String word, List<String> expected) {
        return expected.stream()
                .filter(line -> line.startsWith(word + ": "))
                .map(line -> line.substring(word.length() + 2))
                .toList();
    }

    private static String one(String word, List<String> expected) {
        var all = of(word, expected);
        var standard = word.equals("version") ? "v1.37.0" : BY_DEFAULT.getOrDefault(word, "");
        return all.isEmpty() ? standard : String.join(", ", all);
    }

    private static void assertMet(String line, String documents) {
        assertTrue(Expectation.of(line).isMetBy(documents), () -> line + " is not met by\n" + documents);
    }

    private static String documents(KubeadmConfig kubeadm, ClusterPlan plan, NodePlan node) {
        return node.equals(plan.firstControlPlane()) ? kubeadm.init(node) : kubeadm.join(node);
    }

    private static NodePlan node(ClusterPlan plan, String name) {
        return plan.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String nodes(ClusterPlan plan) {
        return plan.nodes().stream().map(NodePlan::name).collect(Collectors.joining(" "));
    }

    /** Returns the ports that nodes publish, but for the API server's where it has a random one. */
    private static String ports(ClusterPlan plan) {
        return plan.nodes().stream()
                .flatMap(node -> node.ports().stream()
                        .filter(port -> !port.equals(plan.apiServer()) || port.hostPort() < 40000)
                        .map(port -> node.name() + " " + port(port)))
                .collect(Collectors.joining(", "));
    }

    private static String port(PortPublish port) {
        return "%s:%s->%d/%s"
                .formatted(
                        port.hostAddress(),
                        port.hostPort(),
                        port.containerPort(),
                        port.protocol().lower());
    }

    private static List<String> mounts(ClusterPlan plan) {
        return plan.nodes().stream()
                .flatMap(node -> node.mounts().stream()
                        .map(mount -> "%s %s:%s%s%s"
                                .formatted(
                                        node.name(),
                                        mount.hostPath(),
                                        mount.containerPath(),
                                        mount.readOnly() ? ":ro" : "",
                                        mount.propagation().text().equals("None")
                                                ? ""
                                                : ":" + mount.propagation().text())))
                .toList();
    }

    private static String joined(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(","));
    }
}
