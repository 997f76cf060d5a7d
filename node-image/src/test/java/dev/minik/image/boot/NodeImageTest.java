package dev.minik.image.boot;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.minik.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node image holds, seen in a node of it. Launchers rely on each of these. */
@Tag("image")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeImageTest {
    private static final String SYSTEM_IMAGES = "ctr --namespace k8s.io images ";

    private Node node;
    private String image;

    @BeforeAll
    void start() {
        image = TestImage.name();
        node = Node.start(image);
    }

    @AfterAll
    void remove() {
        node.close();
    }

    @Test
    void imageIsConfiguredAsLaunchersExpect() {
        assertEquals("[/usr/local/bin/entrypoint /sbin/init]", config(".Entrypoint"));
        assertEquals("SIGRTMIN+3", config(".StopSignal"));
        assertEquals("[]", config(".Cmd"));
        assertEquals("map[]", config(".Volumes"));
        var environment = config("json .Env");
        assertTrue(environment.contains("\"container=docker\""), environment);
        assertFalse(environment.toLowerCase(Locale.ROOT).contains("proxy"), environment);
    }

    @Test
    void everyUnitComesUp() {
        assertEquals("running", node.run("systemctl", "is-system-running", "--wait"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bash",
                "cat",
                "cp",
                "mkdir",
                "pgrep",
                "sh",
                "systemctl",
                "journalctl",
                "tar",
                "ctr",
                "crictl",
                "containerd",
                "kubeadm",
                "kubectl",
                "kubelet",
                "runc",
                "curl",
                "jq",
                "nft",
                "iptables",
                "ip",
                "conntrack",
                "ethtool",
                "socat",
                "ip6tables",
                "ipset",
                "haproxy"
            })
    void hasTheProgram(String program) {
        node.bash("command -v " + program);
    }

    /** With cgroup v1, the kubelet finds there what it has just made for a class of pods, although no pod of it runs yet. */
    @ParameterizedTest
    @ValueSource(strings = {"", "-burstable", "-besteffort"})
    void systemdKeepsTheSlicesOfPodsForDevices(String quality) {
        var devices = "/sys/fs/cgroup/devices/kubelet.slice/kubelet-kubepods.slice";
        assumeTrue(node.attempt("test", "-d", "/sys/fs/cgroup/devices").ok(), "cgroup v1");
        var slice = "kubelet-kubepods%s".formatted(quality);
        node.run("systemctl", "start", slice + "-podtest.slice");
        node.run("test", "-d", quality.isEmpty() ? devices : "%s/%s.slice".formatted(devices, slice));
    }

    @Test
    void knowsWhatAnEmptyClusterMakes() {
        var lines =
                node.run("cat", "/usr/local/lib/minik/early-objects").lines().toList();
        var kinds = new ArrayList<String>();
        for (var line : lines) {
            var parts = line.split("\t", -1);
            assertTrue(parts[0].matches("/apis?/[a-z0-9./]+/(namespaces/[a-z-]+/)?[a-z]+"), line);
            assertTrue(parts[1].startsWith("{\"metadata\":{\"name\":"), line);
            kinds.add(parts[0].replaceFirst(".*/", ""));
        }
        var count = kinds.stream().collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
        assertEquals(
                Set.of(
                        "priorityclasses",
                        "clusterroles",
                        "clusterrolebindings",
                        "roles",
                        "rolebindings",
                        "serviceaccounts"),
                count.keySet());
        assertEquals(2, count.get("priorityclasses"), lines::toString);
        assertTrue(count.getOrDefault("clusterroles", 0L) > 60, count::toString);
        assertTrue(count.getOrDefault("serviceaccounts", 0L) > 30, count::toString);
        // the first pods wait for these
        assertEquals(List.of("priorityclasses", "priorityclasses"), kinds.subList(0, 2));
    }

    @Test
    void listsThePackagesThatItHas() {
        assertEquals("install ok installed", node.run("dpkg-query", "-W", "-f", "${Status}", "systemd"));
    }

    @Test
    void versionIsThatOfItsPrograms() {
        var version = node.run("cat", "/kind/version");
        assertAll(
                () -> assertEquals(version, node.run("kubeadm", "version", "--output", "short")),
                () -> assertEquals("Kubernetes " + version, node.run("kubelet", "--version")),
                () -> assertEquals(
                        version,
                        node.bash("kubectl version --client --output json | jq -r .clientVersion.gitVersion")));
    }

    @Test
    void containerdAnswersTheKubelet() {
        assertEquals("true", node.bash("""
                crictl info | jq '.status.conditions[] | select(.type == "RuntimeReady") | .status'"""));
    }

    @Test
    void everyImageOfKubernetesIsThere() {
        var wanted = lines(
                node.bash("kubeadm config images list --kubernetes-version \"$(cat /kind/version)\" 2>/dev/null"));
        assertTrue(wanted.size() >= 7, wanted::toString);
        assertContains(imagesOfTheNode(), wanted);
    }

    @Test
    void everyImageOfTheManifestsIsThere() {
        var wanted = lines(node.bash("sed -nE 's/.*(image: *|-image=)\"?([^\"]+)\"?/\\2/p' /kind/manifests/*.yaml"));
        assertTrue(wanted.size() >= 3, wanted::toString);
        assertContains(imagesOfTheNode(), wanted);
    }

    @Test
    void imagesBelongToTheKubelet() {
        assertEquals(
                "", node.bash(SYSTEM_IMAGES + "ls | tail -n +2 | grep -v 'io.cri-containerd.image=managed' || true"));
        assertTrue(node.bash(SYSTEM_IMAGES + "ls | grep '^registry.k8s.io/pause:'")
                .contains("io.cri-containerd.pinned=pinned"));
    }

    @Test
    void everyImageIsUnpacked() {
        assertEquals("", node.bash(SYSTEM_IMAGES + "check 2>/dev/null | tail -n +2 | grep -v 'true$' || true"));
    }

    /** A container starts from snapshots alone: the layers they were made of are not in the image. */
    @Test
    void containerStartsWithoutLayers() {
        assertEquals("", node.bash("""
                find /var/lib/containerd/io.containerd.content.v1.content/blobs -type f -size +100k"""));
        assertEquals("out of the box", node.bash("""
                ctr --namespace k8s.io run --rm "$(ctr --namespace k8s.io images ls -q | grep /busybox:)" trial echo out of the box"""));
    }

    /** {@code kubectl exec etcd-NODE -- etcdctl …} works with the official image. */
    @ParameterizedTest
    @ValueSource(strings = {"etcdctl", "etcdutl"})
    void imageOfEtcdHasItsTools(String tool) {
        var versions = node.bash("""
                image=$(ctr --namespace k8s.io images ls -q | grep /etcd:)
                ctr --namespace k8s.io run --rm $image trial-%1$s %1$s version
                echo $image""".formatted(tool));
        var version = versions.replaceFirst("(?s).*:(.*)-.*", "$1");
        assertTrue(versions.startsWith("%s version: %s%n".formatted(tool, version)), versions);
    }

    /** What the host decides is left out: its kernel and cgroups. */
    @Test
    void preflightMissesNothing() {
        node.bash("""
                cat >/tmp/kubeadm.yaml <<END
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: ClusterConfiguration
                kubernetesVersion: $(cat /kind/version)
                ---
                apiVersion: kubeproxy.config.k8s.io/v1alpha1
                kind: KubeProxyConfiguration
                mode: nftables
                END""");
        var result = node.attempt(
                "kubeadm",
                "init",
                "phase",
                "preflight",
                "--ignore-preflight-errors=SystemVerification",
                "--config=/tmp/kubeadm.yaml");
        var warnings = result.stderr()
                .lines()
                .filter(line -> line.contains("[WARNING") && !line.contains("SystemVerification"))
                .toList();
        assertTrue(result.ok(), result.stderr());
        assertEquals(List.of(), warnings);
    }

    /** The engine takes whiteouts in a layer for its own, and drops them with what they hide. */
    @Test
    void storeHoldsNothingThatLayersOfAnEngineSwallow() {
        // a container of another test may go meanwhile
        assertEquals("", node.run("find", "/var/lib/containerd", "-ignore_readdir_race", "-type", "c"));
        assertEquals("", node.run("find", "/var/lib/containerd", "-ignore_readdir_race", "-name", ".wh.*"));
        assertEquals("", node.bash("""
                find /var/lib/containerd -type d -exec busybox getfattr -h -n trusted.overlay.opaque {} + 2>/dev/null |
                    grep '^trusted' || true"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"default-cni.yaml", "default-storage.yaml"})
    void manifestIsYaml(String manifest) {
        var text = node.run("cat", "/kind/manifests/" + manifest);
        assertFalse(text.contains("@"), text);
        assertFalse(Yaml.loadAll(text).isEmpty());
    }

    @Test
    void nodesAreMachinesOfTheirOwn() {
        try (var other = Node.start(image)) {
            assertNotEquals(node.run("cat", "/etc/machine-id"), other.run("cat", "/etc/machine-id"));
            assertNotEquals(
                    node.run("cat", "/var/lib/minik/product_uuid"), other.run("cat", "/var/lib/minik/product_uuid"));
            assertEquals("", other.bash("""
                    ! [ -e /sys/class/dmi/id/product_uuid ] ||
                    diff /var/lib/minik/product_uuid /sys/class/dmi/id/product_uuid"""));
        }
    }

    @Test
    void kubeletAcceptsTheHostsCgroups() {
        var v2 = node.attempt("test", "-f", "/sys/fs/cgroup/cgroup.controllers").ok();
        assertEquals(
                !v2,
                node.attempt("grep", "-q", "failCgroupV1: false", "/etc/kubernetes/kubelet.conf.d/10-cgroup-v1.conf")
                        .ok());
        node.run("/usr/local/lib/minik/prepare-kubelet");
        node.run("test", "-d", v2 ? "/sys/fs/cgroup/kubelet.slice" : "/sys/fs/cgroup/memory/kubelet.slice");
        assertFalse(node.run("cat", "/proc/mounts").contains("/proc/cgroups"));
    }

    private Set<String> imagesOfTheNode() {
        return Set.copyOf(lines(node.bash(SYSTEM_IMAGES + "ls -q")));
    }

    private String config(String expression) {
        return Tool.docker()
                .run("image", "inspect", "--format", "{{with .Config}}{{" + expression + "}}{{end}}", image);
    }

    private static void assertContains(Set<String> actual, List<String> wanted) {
        var missing = wanted.stream().filter(name -> !actual.contains(name)).collect(Collectors.joining(", "));
        assertEquals("", missing, () -> "there are " + actual);
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
