package dev.minik.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KubeadmPatchesTest {
    private static final String DOCUMENTS = """
            apiVersion: kubeadm.k8s.io/v1beta4
            kind: InitConfiguration
            nodeRegistration:
              name: c-control-plane
              taints: []
              kubeletExtraArgs:
              - {name: node-ip, value: 10.0.0.2}
            ---
            apiVersion: kubeadm.k8s.io/v1beta4
            kind: ClusterConfiguration
            clusterName: c
            apiServer:
              certSANs: [localhost, 127.0.0.1]
            controllerManager:
              extraArgs:
              - {name: leader-elect, value: 'false'}
              - {name: kube-api-qps, value: '500'}
            scheduler:
              extraArgs: []
            ---
            apiVersion: kubelet.config.k8s.io/v1beta1
            kind: KubeletConfiguration
            cgroupDriver: systemd
            evictionHard: {nodefs.available: 0%, imagefs.available: 0%}
            failSwapOn: false
            ---
            apiVersion: kubeproxy.config.k8s.io/v1alpha1
            kind: KubeProxyConfiguration
            mode: iptables
            conntrack: {maxPerCore: 0, min: 0}
            """;

    /** Merge patches as they are found in use, and what the document of their kind says after them. */
    static Stream<Arguments> merges() {
        return Stream.of(
                arguments("feature gates of the API server, as a map", """
                        kind: ClusterConfiguration
                        apiServer:
                          extraArgs:
                            feature-gates: "AllAlpha=true"
                            runtime-config: "api/all=true"
                        """, "apiServer", """
                        certSANs: [localhost, 127.0.0.1]
                        extraArgs:
                        - {name: feature-gates, value: AllAlpha=true}
                        - {name: runtime-config, value: api/all=true}
                        """),
                arguments("OIDC, as the list of v1beta4", """
                        apiVersion: kubeadm.k8s.io/v1beta4
                        kind: ClusterConfiguration
                        apiServer:
                          extraArgs:
                          - name: oidc-issuer-url
                            value: https://issuer.example/realms/r
                          - name: oidc-client-id
                            value: cluster
                        """, "apiServer", """
                        certSANs: [localhost, 127.0.0.1]
                        extraArgs:
                        - {name: oidc-issuer-url, value: 'https://issuer.example/realms/r'}
                        - {name: oidc-client-id, value: cluster}
                        """),
                arguments("an audit policy with its volume", """
                        kind: ClusterConfiguration
                        apiServer:
                          extraArgs:
                            audit-policy-file: /etc/kubernetes/policies/audit.yaml
                          extraVolumes:
                          - name: policies
                            hostPath: /etc/kubernetes/policies
                            mountPath: /etc/kubernetes/policies
                            readOnly: true
                            pathType: DirectoryOrCreate
                        """, "apiServer", """
                        certSANs: [localhost, 127.0.0.1]
                        extraArgs:
                        - {name: audit-policy-file, value: /etc/kubernetes/policies/audit.yaml}
                        extraVolumes:
                        - name: policies
                          hostPath: /etc/kubernetes/policies
                          mountPath: /etc/kubernetes/policies
                          readOnly: true
                          pathType: DirectoryOrCreate
                        """),
                arguments(
                        "names of the certificate add up",
                        """
                        kind: ClusterConfiguration
                        apiServer:
                          certSANs: [k8s.example, localhost]
                        """,
                        "apiServer",
                        "certSANs: [localhost, 127.0.0.1, k8s.example]"),
                arguments("arguments replace and delete by name, and keep their places", """
                        kind: ClusterConfiguration
                        controllerManager:
                          extraArgs:
                            bind-address: 0.0.0.0
                            kube-api-qps: null
                            leader-elect: "true"
                        """, "controllerManager", """
                        extraArgs:
                        - {name: leader-elect, value: 'true'}
                        - {name: bind-address, value: 0.0.0.0}
                        """),
                arguments(
                        "an argument without value deletes, one twice counts last",
                        """
                        apiVersion: kubeadm.k8s.io/v1beta4
                        kind: ClusterConfiguration
                        controllerManager:
                          extraArgs:
                          - name: leader-elect
                          - {name: kube-api-qps, value: '1'}
                          - {name: kube-api-qps, value: '2'}
                        """,
                        "controllerManager",
                        "extraArgs: [{name: kube-api-qps, value: '2'}]"),
                arguments("the label that ingress controllers look for", """
                        kind: InitConfiguration
                        nodeRegistration:
                          kubeletExtraArgs:
                            node-labels: "ingress-ready=true"
                        """, "nodeRegistration", """
                        name: c-control-plane
                        taints: []
                        kubeletExtraArgs:
                        - {name: node-ip, value: 10.0.0.2}
                        - {name: node-labels, value: ingress-ready=true}
                        """),
                arguments("taints are replaced as the list that they are", """
                        kind: InitConfiguration
                        nodeRegistration:
                          taints:
                          - {key: gpu, effect: NoSchedule}
                        """, "nodeRegistration", """
                        name: c-control-plane
                        taints: [{key: gpu, effect: NoSchedule}]
                        kubeletExtraArgs: [{name: node-ip, value: 10.0.0.2}]
                        """),
                arguments("limits of etcd, where the document has nothing yet", """
                        kind: ClusterConfiguration
                        etcd:
                          local:
                            extraArgs: {quota-backend-bytes: "8589934592"}
                            dataDir: /tmp/etcd
                        """, "etcd", """
                        local:
                          extraArgs: [{name: quota-backend-bytes, value: '8589934592'}]
                          dataDir: /tmp/etcd
                        """));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("merges")
    void merges(String name, String patch, String section, String expected) {
        var patched = apply(merge(patch));

        var document = document(patched, KubeadmDocument.readAll(patch).get(0).kind());
        assertEquals(Yaml.load(expected), document.get(section));
        assertEquals(List.of(), patched.warnings());
        assertEquals(List.of(), PatchChecks.kubeadmMerge(patch).stream().toList());
    }

    @Test
    void setsFieldsOfTheKubeletInTheirTypes() {
        var patched = apply(merge("""
                apiVersion: kubelet.config.k8s.io/v1beta1
                kind: KubeletConfiguration
                maxPods: 250
                imageGCHighThresholdPercent: 90
                serializeImagePulls: false
                containerLogMaxSize: "10Mi"
                cpuCFSQuotaPeriod: 50ms
                kubeAPIQPS: 10
                memoryThrottlingFactor: 0.75
                featureGates: {InPlacePodVerticalScaling: true}
                evictionHard: {nodefs.available: null, memory.available: 100Mi}
                """));

        assertEquals("""
                apiVersion: kubelet.config.k8s.io/v1beta1
                kind: KubeletConfiguration
                cgroupDriver: systemd
                evictionHard:
                  imagefs.available: 0%
                  memory.available: 100Mi
                failSwapOn: false
                maxPods: 250
                imageGCHighThresholdPercent: 90
                serializeImagePulls: false
                containerLogMaxSize: 10Mi
                cpuCFSQuotaPeriod: 50ms
                kubeAPIQPS: 10
                memoryThrottlingFactor: 0.75
                featureGates:
                  InPlacePodVerticalScaling: true
                """, Yaml.dump(document(patched, "KubeletConfiguration")));
    }

    @Test
    void takesSeveralDocumentsOfOneText() {
        var patched = apply(merge("""
                ---
                kind: KubeletConfiguration
                maxPods: 20
                ---
                ---
                kind: KubeProxyConfiguration
                conntrack: {min: 1}
                """));

        assertEquals(20, document(patched, "KubeletConfiguration").get("maxPods"));
        assertEquals(
                Map.of("maxPerCore", 0, "min", 1),
                document(patched, "KubeProxyConfiguration").get("conntrack"));
    }

    @Test
    void appliesLevelByLevelAndInEachTheMergePatchesFirst() {
        var replace = "[{op: replace, path: /maxPods, value: %d}]";
        var cluster = new KubeadmPatches(
                "",
                List.of("{kind: KubeletConfiguration, maxPods: 1}"),
                List.of(kubelet("[{op: test, path: /maxPods, value: 1},"
                        + replace.formatted(2).substring(1))));
        var node = new KubeadmPatches(
                "nodes[0].",
                List.of("", "{kind: KubeletConfiguration, maxPods: 3, podPidsLimit: 5}"),
                List.of(kubelet("[{op: test, path: /maxPods, value: 3},"
                        + replace.formatted(4).substring(1))));

        var patched = KubeadmPatches.apply(documents(), List.of(cluster, node));

        assertEquals(4, document(patched, "KubeletConfiguration").get("maxPods"));
        assertEquals(5, document(patched, "KubeletConfiguration").get("podPidsLimit"));
        assertEquals(List.of(), patched.warnings());
    }

    @Test
    void editsAsJsonPatchesSay() {
        var patched = apply(new KubeadmPatches("", List.of(), List.of(cluster("""
                [
                \t{"op": "add", "path": "/apiServer/certSANs/-", "value": "my-hostname"},
                \t{"op": "test", "path": "/clusterName", "value": "c"},
                \t{"op": "copy", "from": "/clusterName", "path": "/imageRepository"},
                \t{"op": "move", "from": "/controllerManager/extraArgs/1", "path": "/controllerManager/extraArgs/0"},
                \t{"op": "remove", "path": "/controllerManager/extraArgs/1"}
                ]
                """), kubelet("""
                - op: replace
                  path: /evictionHard/nodefs.available
                  value: 5%
                - op: add
                  path: /featureGates
                  value: {a~/b: true}
                - {op: add, path: /kubeAPIBurst, value: 9007199254740993}
                - {op: add, path: /memoryThrottlingFactor, value: 1.0}
                - op: add
                  path: /featureGates/a~0~1b
                  value: null
                """))));

        var cluster = document(patched, "ClusterConfiguration");
        assertEquals(
                List.of("localhost", "127.0.0.1", "my-hostname"),
                ((Map<?, ?>) some(cluster, "apiServer")).get("certSANs"));
        assertEquals("c", cluster.get("imageRepository"));
        assertEquals(
                List.of(Map.of("name", "kube-api-qps", "value", "500")),
                ((Map<?, ?>) some(cluster, "controllerManager")).get("extraArgs"));
        var kubelet = document(patched, "KubeletConfiguration");
        assertEquals(Map.of("nodefs.available", "5%", "imagefs.available", "0%"), kubelet.get("evictionHard"));
        assertEquals("{a~/b=null}", String.valueOf(kubelet.get("featureGates")));
        assertEquals(false, kubelet.get("failSwapOn"));
        assertEquals(9007199254740993L, kubelet.get("kubeAPIBurst"));
        assertEquals(1.0, kubelet.get("memoryThrottlingFactor"));
        assertEquals(List.of(), patched.warnings());
    }

    /** kind's documents have these lists, also without an entry. */
    @Test
    void appendsToTheListsThatKindsDocumentsHave() {
        var patched = apply(new KubeadmPatches(
                "",
                List.of(),
                List.of(cluster("[{op: add, path: /apiServer/extraArgs/-, value: {name: v, value: '4'}}]"))));

        assertEquals(
                List.of(Map.of("name", "v", "value", "4")),
                ((Map<?, ?>) some(document(patched, "ClusterConfiguration"), "apiServer")).get("extraArgs"));
    }

    @Test
    void matchesAJsonPatchWithoutVersionByItsKind() {
        var patch = new Json6902Patch("", "", "KubeletConfiguration", "[{op: add, path: /maxPods, value: 7}]");

        assertEquals(
                7,
                document(apply(new KubeadmPatches("", List.of(), List.of(patch))), "KubeletConfiguration")
                        .get("maxPods"));
    }

    static Stream<Arguments> warnings() {
        return Stream.of(
                arguments(
                        merge("{apiVersion: kubeadm.k8s.io/v1beta3, kind: ClusterConfiguration, clusterName: x}"),
                        "kubeadmConfigPatches[0]: no effect: it is for kubeadm.k8s.io/v1beta3, "
                                + "and ClusterConfiguration is written in kubeadm.k8s.io/v1beta4; "
                                + "a merge patch without apiVersion applies to any"),
                arguments(
                        merge("{kind: KubletConfiguration, maxPods: 1}"),
                        "kubeadmConfigPatches[0]: no effect: there is no KubletConfiguration to patch, only "
                                + "ClusterConfiguration, InitConfiguration, JoinConfiguration, "
                                + "KubeProxyConfiguration, KubeletConfiguration"),
                arguments(
                        new KubeadmPatches(
                                "nodes[2].",
                                List.of(),
                                List.of(new Json6902Patch(
                                        "kubeadm.k8s.io",
                                        "v1beta3",
                                        "ClusterConfiguration",
                                        "[{op: remove, path: /x}]"))),
                        "nodes[2].kubeadmConfigPatchesJSON6902[0]: no effect: it is for kubeadm.k8s.io/v1beta3, "
                                + "and ClusterConfiguration is written in kubeadm.k8s.io/v1beta4; "
                                + "a merge patch without apiVersion applies to any"),
                arguments(
                        merge("{apiVersion: kubeadm.k8s.io/v1beta4, kind: ClusterConfiguration,"
                                + " apiServer: {extraArgs: {v: '4'}}}"),
                        "kubeadmConfigPatches[0]: ignored: apiServer.extraArgs is a mapping, "
                                + "which v1beta4 does not have: write a list of name and value"),
                arguments(
                        merge("{kind: ClusterConfiguration, scheduler: {extraArgs: [--v=4]}}"),
                        "kubeadmConfigPatches[0]: ignored: scheduler.extraArgs has an entry without a name"),
                arguments(
                        merge("{kind: ClusterConfiguration, scheduler: {extraArgs: null}}"),
                        "kubeadmConfigPatches[0]: ignored: scheduler.extraArgs is nothing: "
                                + "write a list of name and value"),
                arguments(
                        merge("{kind: ClusterConfiguration, apiServer: {certSANs: host}}"),
                        "kubeadmConfigPatches[0]: ignored: apiServer.certSANs is text: write a list"));
    }

    @ParameterizedTest
    @MethodSource("warnings")
    void warnsOfWhatHasNoEffect(KubeadmPatches patches, String warning) {
        var patched = apply(patches);

        assertEquals(List.of(warning), patched.warnings());
        assertEquals(documents(), patched.result());
    }

    @Test
    void isSilentWhereANodeHasNoSuchDocument() {
        var join = List.<Map<String, Object>>of(
                Map.of("apiVersion", "kubeadm.k8s.io/v1beta4", "kind", "JoinConfiguration"));
        var patches = new KubeadmPatches(
                "",
                List.of("{kind: InitConfiguration, skipPhases: []}", "{kind: KubeProxyConfiguration, mode: ipvs}"),
                List.of(kubelet("[{op: remove, path: /not/there}]")));

        var patched = KubeadmPatches.apply(join, List.of(patches));

        assertEquals(join, patched.result());
        assertEquals(List.of(), patched.warnings());
    }

    @Test
    void dropsTheNameThatKindsDocumentsOnceHad() {
        var patched = apply(merge("""
                kind: KubeletConfiguration
                metadata:
                  name: config
                maxPods: 9
                """));

        assertFalse(document(patched, "KubeletConfiguration").containsKey("metadata"));
        assertEquals(9, document(patched, "KubeletConfiguration").get("maxPods"));
    }

    @Test
    void changesNothingThatItIsGiven() {
        var documents = documents();
        var patched = KubeadmPatches.apply(
                documents,
                List.of(new KubeadmPatches(
                        "",
                        List.of(
                                "{kind: ClusterConfiguration, apiServer: {certSANs: [a]}, networking: &n {dnsDomain: b}, x: *n}"),
                        List.of(cluster("[{op: add, path: /networking/dnsDomain, value: c}]")))));

        assertEquals(documents(), documents);
        assertEquals(
                Map.of("dnsDomain", "b"),
                document(patched, "ClusterConfiguration").get("x"));
        assertFalse(Yaml.dumpAll(patched.result()).contains("&"));
    }

    @Test
    void replacesWhatIsNoMapping() {
        var documents = List.<Map<String, Object>>of(
                Map.of("apiVersion", "kubeadm.k8s.io/v1beta4", "kind", "ClusterConfiguration", "etcd", "text"));

        var patched = KubeadmPatches.apply(
                documents, List.of(merge("{kind: ClusterConfiguration, etcd: {local: {extraArgs: {a: b}}}}")));

        assertEquals(
                Map.of("local", Map.of("extraArgs", List.of(Map.of("name", "a", "value", "b")))),
                patched.result().get(0).get("etcd"));
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(
                        kubelet("[{op: add, path: /a, value: 1}, {op: remove, path: /nothing}]"),
                        "operation 1 (remove /nothing) fails: Missing field nothing"),
                arguments(
                        kubelet("[{op: replace, path: /nothing/below, value: 1}]"),
                        "operation 0 (replace /nothing/below) fails: Missing field \"nothing\""),
                arguments(
                        kubelet("[{op: test, path: /cgroupDriver, value: cgroupfs}]"),
                        "operation 0 (test /cgroupDriver) fails: Expected value \"cgroupfs\" but found value \"systemd\""),
                arguments(
                        cluster("[{op: add, path: /apiServer/certSANs/7, value: a}]"),
                        "operation 0 (add /apiServer/certSANs/7) fails: Array index 7 out of bounds"),
                arguments(
                        cluster("[{op: replace, path: /apiServer/certSANs/first, value: a}]"),
                        "operation 0 (replace /apiServer/certSANs/first) fails: "),
                arguments(
                        cluster("[{op: remove, path: /apiServer/certSANs/-1}]"),
                        "operation 0 (remove /apiServer/certSANs/-1) fails: "),
                arguments(cluster("[{op: replace, path: '', value: text}]"), "the operations leave no mapping"),
                arguments(
                        cluster("{op: remove}"), "a JSON 6902 patch must be a list of operations, this is a mapping"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void tellsWhichOperationFails(Json6902Patch patch, String reason) {
        var patches = new KubeadmPatches("nodes[1].", List.of(), List.of(kubelet("[]"), patch));

        var failure = assertThrows(MinikException.class, () -> apply(patches));

        assertEquals(ExitCode.INVALID_CONFIG, failure.exitCode());
        assertTrue(
                failure.message().startsWith("nodes[1].kubeadmConfigPatchesJSON6902[1]: " + reason), failure.message());
        assertEquals(1, failure.message().lines().count());
        assertFalse(failure.remedy().isEmpty());
    }

    @Test
    void tellsWhichPatchCannotBeRead() {
        var patches = new KubeadmPatches("", List.of("kind: KubeletConfiguration", "maxPods: 1"), List.of());

        var failure = assertThrows(MinikException.class, () -> apply(patches));

        assertEquals(
                "kubeadmConfigPatches[1]: kind is missing: it names the document that is patched", failure.message());
    }

    @Test
    void isEmptyWithoutAPatchThatSaysAnything() {
        assertTrue(new KubeadmPatches("", List.of(" \n"), List.of(kubelet(""))).isEmpty());
        assertFalse(merge("kind: x").isEmpty());
        assertFalse(new KubeadmPatches("", List.of(), List.of(kubelet("[]"))).isEmpty());
        assertEquals(
                documents(),
                apply(new KubeadmPatches("", List.of("# nothing"), List.of(kubelet(""))))
                        .result());
    }

    private static Patched<List<Map<String, Object>>> apply(KubeadmPatches patches) {
        return KubeadmPatches.apply(documents(), List.of(patches));
    }

    private static KubeadmPatches merge(String text) {
        return new KubeadmPatches("", List.of(text), List.of());
    }

    private static Json6902Patch cluster(String text) {
        return new Json6902Patch("kubeadm.k8s.io", "v1beta4", "ClusterConfiguration", text);
    }

    private static Json6902Patch kubelet(String text) {
        return new Json6902Patch("kubelet.config.k8s.io", "v1beta1", "KubeletConfiguration", text);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> documents() {
        var documents = new ArrayList<Map<String, Object>>();
        Yaml.loadAll(DOCUMENTS).forEach(document -> documents.add((Map<String, Object>) document));
        return documents;
    }

    private static Map<String, Object> document(Patched<List<Map<String, Object>>> patched, Object kind) {
        return patched.result().stream()
                .filter(document -> kind.equals(document.get("kind")))
                .findFirst()
                .orElseThrow();
    }

    private static Object some(Map<String, Object> map, String key) {
        return java.util.Objects.requireNonNull(map.get(key));
    }
}
