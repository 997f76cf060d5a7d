package dev.minik.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake is found, and named with its path; nothing but the mistake is complained about. */
class BrokenConfigTest {

    /** One mistake each: what follows the header, and the one line that must come of it (its beginning, and a fragment). */
    static Stream<Arguments> bodies() {
        return Stream.of(
                // unknown fields
                arguments("nam: x", "nam: ", "unknown field; did you mean name?"),
                arguments("networkng: {}", "networkng: ", "did you mean networking?"),
                arguments("bogus: 1", "bogus: ", "the fields here are kind, apiVersion, name, networking"),
                arguments("bogus:", "bogus: ", "unknown field"),
                arguments("\"odd key\": 1", "[\"odd key\"]: ", "unknown field"),
                arguments("12: 1", "", "the field name must be text, but is the number 12"),
                arguments("nodes: [{rol: worker}]", "nodes[0].rol: ", "did you mean role?"),
                arguments(
                        "nodes: [{extraPortMapping: []}]",
                        "nodes[0].extraPortMapping: ",
                        "did you mean extraPortMappings?"),
                arguments("networking: {podsubnet: 10.0.0.0/16}", "networking.podsubnet: ", "did you mean podSubnet?"),
                arguments(
                        "nodes: [{extraPortMappings: [{containerPort: 80, hostport: 80}]}]",
                        "nodes[0].extraPortMappings[0].hostport: ",
                        "did you mean hostPort?"),
                arguments(
                        "nodes: [{extraMounts: [{hostPath: /a, containerPath: /b, readonly: true}]}]",
                        "nodes[0].extraMounts[0].readonly: ",
                        "did you mean readOnly?"),
                // types
                arguments("name: 12", "name: ", "must be a text, but is the number 12; write it in quotes"),
                arguments("name: true", "name: ", "must be a text, but is the boolean true; write it in quotes"),
                arguments("name: [a]", "name: ", "must be a text, but is a list"),
                arguments("name: !!timestamp 2024-01-01", "name: ", "such as a date"),
                arguments("nodes: {}", "nodes: ", "must be a list, but is a mapping"),
                arguments("nodes: [worker]", "nodes[0]: ", "must be a mapping, but is the text 'worker'"),
                arguments("nodes: [null]", "nodes[0]: ", "must be a mapping, but is empty"),
                arguments("networking: [a]", "networking: ", "must be a mapping, but is a list"),
                arguments(
                        "networking: {disableDefaultCNI: 'yes'}",
                        "networking.disableDefaultCNI: ",
                        "must be true or false, but is the text 'yes'"),
                arguments(
                        "networking: {apiServerPort: '80'}",
                        "networking.apiServerPort: ",
                        "must be a whole number, but is the text '80'"),
                arguments(
                        "networking: {apiServerPort: 80.5}",
                        "networking.apiServerPort: ",
                        "but is the decimal number 80.5"),
                arguments(
                        "networking: {apiServerPort: 99999999999999999999}",
                        "networking.apiServerPort: ",
                        "must be a whole number"),
                arguments("nodes: [{labels: [a]}]", "nodes[0].labels: ", "must be a mapping, but is a list"),
                arguments(
                        "nodes: [{labels: {gpu: true}}]",
                        "nodes[0].labels.gpu: ",
                        "but is the boolean true; write it in quotes"),
                arguments(
                        "nodes: [{extraMounts: /a}]", "nodes[0].extraMounts: ", "must be a list, but is the text '/a'"),
                arguments(
                        "nodes: [{extraPortMappings: [80]}]",
                        "nodes[0].extraPortMappings[0]: ",
                        "must be a mapping, but is the number 80"),
                arguments("name: \"a\\x1b[31m\"", "name: ", "'a?[31m' has control characters"),
                // name
                arguments("name: Upper", "name: ", "must consist of lower-case letters"),
                arguments("name: -x", "name: ", "begin and end with a letter or digit"),
                arguments("name: a..b", "name: ", "must consist of"),
                arguments("name: " + "a".repeat(41), "name: ", "longer than 40 characters"),
                arguments("name: " + "a".repeat(5000), "name: ", "is longer than 4096 characters"),
                // roles and counts
                arguments("nodes: [{role: master}]", "nodes[0].role: ", "'master' is none of control-plane, worker"),
                arguments("nodes: [{role: Worker}, {}]", "nodes[0].role: ", "'Worker' is none of"),
                arguments("nodes: [{role: worker}]", "nodes: ", "needs a node with 'role: control-plane'"),
                arguments(
                        "nodes: [{}" + ", {role: worker}".repeat(100) + "]", "nodes: ", "101 nodes are more than 100"),
                // images
                arguments("nodes: [{image: 'Kindest/Node:v1'}]", "nodes[0].image: ", "is not an image name"),
                arguments("nodes: [{image: 'a b'}]", "nodes[0].image: ", "'a b' is not an image name"),
                arguments("nodes: [{image: 'node:'}]", "nodes[0].image: ", "is not an image name"),
                arguments("nodes: [{image: 'node@sha256:12'}]", "nodes[0].image: ", "is not an image name"),
                arguments("nodes: [{image: '-v'}]", "nodes[0].image: ", "is not an image name"),
                // labels
                arguments("nodes: [{labels: {'-a': b}}]", "nodes[0].labels[\"-a\"]: ", "a label's name has 1 to 63"),
                arguments("nodes: [{labels: {a: 'b c'}}]", "nodes[0].labels.a: ", "the value 'b c' must have"),
                arguments("nodes: [{labels: {a: " + "b".repeat(64) + "}}]", "nodes[0].labels.a: ", "at most 63"),
                arguments(
                        "nodes: [{labels: {'A.b/c': d}}]",
                        "nodes[0].labels[\"A.b/c\"]: ",
                        "'A.b' before the '/' is not a DNS name"),
                arguments("nodes: [{labels: {'/c': d}}]", "nodes[0].labels[\"/c\"]: ", "'' before the '/'"),
                arguments("nodes: [{labels: {'a/b/c': d}}]", "nodes[0].labels[\"a/b/c\"]: ", "a label's name"),
                arguments(
                        "nodes: [{labels: {'node-role.kubernetes.io/infra': ''}}]",
                        "nodes[0].labels[\"node-role.kubernetes.io/infra\"]: ",
                        "kubelet that is given this label refuses to start"),
                arguments(
                        "nodes: [{labels: {'node-restriction.kubernetes.io/a': b}}]",
                        "nodes[0].labels[\"node-restriction.kubernetes.io/a\"]: ",
                        "refuses to start"),
                arguments(
                        "nodes: [{labels: {'kubernetes.io/a': b}}]",
                        "nodes[0].labels[\"kubernetes.io/a\"]: ",
                        "kubectl label node"),
                arguments(
                        "nodes: [{labels: {'x.k8s.io/a': b}}]",
                        "nodes[0].labels[\"x.k8s.io/a\"]: ",
                        "refuses to start"),
                // ports
                port("{}", ".containerPort: ", "missing; it must be a port (1-65535)"),
                port("{containerPort: 0}", ".containerPort: ", "0 is not a port (1-65535)"),
                port("{containerPort: -1}", ".containerPort: ", "-1 is not a port"),
                port("{containerPort: 65536}", ".containerPort: ", "65536 is not a port"),
                port("{containerPort: 80, hostPort: 70000}", ".hostPort: ", "70000 is not a port (1-65535), 0 for"),
                port("{containerPort: 80, hostPort: -2}", ".hostPort: ", "-2 is not a port"),
                port("{containerPort: 80, hostPort: 70000000000}", ".hostPort: ", "70000000000 is not a port"),
                port(
                        "{containerPort: 80, listenAddress: localhost}",
                        ".listenAddress: ",
                        "'localhost' is not an IP address"),
                port("{containerPort: 80, listenAddress: 1.2.3.256}", ".listenAddress: ", "is not an IP address"),
                port("{containerPort: 80, listenAddress: 010.0.0.1}", ".listenAddress: ", "is not an IP address"),
                port("{containerPort: 80, protocol: HTTP}", ".protocol: ", "'HTTP' is none of TCP, UDP, SCTP"),
                arguments(
                        ports("{containerPort: 1, hostPort: 80}, {containerPort: 2, hostPort: 80}"),
                        "nodes[0].extraPortMappings[1].hostPort: ",
                        "port 80/TCP on 127.0.0.1 of this host is taken by nodes[0].extraPortMappings[0].hostPort"),
                arguments(
                        ports(
                                "{containerPort: 1, hostPort: 80, listenAddress: 127.0.0.2}, {containerPort: 2, hostPort: 80, listenAddress: 0.0.0.0}"),
                        "nodes[0].extraPortMappings[1].hostPort: ",
                        "on 0.0.0.0 of this host is taken by nodes[0].extraPortMappings[0].hostPort (on 127.0.0.2)"),
                arguments(
                        ports(
                                "{containerPort: 1, hostPort: 80, listenAddress: '::'}, {containerPort: 2, hostPort: 80}"),
                        "nodes[0].extraPortMappings[1].hostPort: ",
                        "(on ::)"),
                arguments(
                        "nodes: [{extraPortMappings: [{containerPort: 1, hostPort: 80}]}, {role: worker, extraPortMappings: [{containerPort: 1, hostPort: 80}]}]",
                        "nodes[1].extraPortMappings[0].hostPort: ",
                        "taken by nodes[0].extraPortMappings[0].hostPort"),
                arguments(
                        "networking: {apiServerPort: 6443}\n" + ports("{containerPort: 1, hostPort: 6443}"),
                        "nodes[0].extraPortMappings[0].hostPort: ",
                        "taken by networking.apiServerPort (on 127.0.0.1)"),
                // mounts
                mount("{containerPath: /b}", ".hostPath: ", "missing; it must be a path of this host"),
                mount("{hostPath: '', containerPath: /b}", ".hostPath: ", "missing"),
                mount("{hostPath: 3, containerPath: /b}", ".hostPath: ", "must be a text, but is the number 3"),
                mount("{hostPath: /a}", ".containerPath: ", "missing; it must be an absolute path of the node"),
                mount("{hostPath: /a, containerPath: b}", ".containerPath: ", "'b' is not an absolute path"),
                mount("{hostPath: /a, containerPath: /}", ".containerPath: ", "'/' is needed by the node itself"),
                mount(
                        "{hostPath: /a, containerPath: /var/}",
                        ".containerPath: ",
                        "'/var' is needed by the node itself"),
                mount("{hostPath: /a, containerPath: /x/../run}", ".containerPath: ", "'/run' is needed"),
                mount("{hostPath: /a, containerPath: //tmp/.}", ".containerPath: ", "'/tmp' is needed"),
                mount("{hostPath: /a, containerPath: /proc}", ".containerPath: ", "'/proc' is needed"),
                mount("{hostPath: /a, containerPath: /proc/sys}", ".containerPath: ", "'/proc/sys' is needed"),
                mount("{hostPath: /a, containerPath: /sys}", ".containerPath: ", "'/sys' is needed"),
                mount("{hostPath: /a, containerPath: /dev}", ".containerPath: ", "'/dev' is needed"),
                mount("{hostPath: /a, containerPath: /minik}", ".containerPath: ", "'/minik' is needed"),
                mount("{hostPath: /a, containerPath: /minik/agent}", ".containerPath: ", "'/minik/agent' is needed"),
                mount("{hostPath: /a, containerPath: /kind/}", ".containerPath: ", "'/kind' is needed"),
                mount(
                        "{hostPath: /a, containerPath: /b, propagation: shared}",
                        ".propagation: ",
                        "'shared' is none of None, HostToContainer, Bidirectional"),
                mount(
                        "{hostPath: /a, containerPath: /b, readOnly: 1}",
                        ".readOnly: ",
                        "must be true or false, but is the number 1"),
                arguments(
                        "nodes: [{extraMounts: [{hostPath: /a, containerPath: /x}, {hostPath: /b, containerPath: /x/}]}]",
                        "nodes[0].extraMounts[1].containerPath: ",
                        "'/x' is taken by nodes[0].extraMounts[0]"),
                // networking
                networking("ipFamily: ipv5", "ipFamily: ", "'ipv5' is none of ipv4, ipv6, dual"),
                networking(
                        "ipFamily: ipv6, podSubnet: 10.0.0.0/16",
                        "podSubnet: ",
                        "does not fit ipFamily ipv6, which needs one subnet of IPv6"),
                networking(
                        "ipFamily: dual, serviceSubnet: 10.0.0.0/16",
                        "serviceSubnet: ",
                        "needs one subnet of IPv4 and one of IPv6, separated by a comma"),
                networking("ipFamily: ipv6, podSubnet: 'fd00::/65'", "podSubnet: ", "every node takes a /64"),
                networking("ipFamily: ipv6, podSubnet: 'fd00::/47'", "podSubnet: ", "must be 48 to 64"),
                networking("ipFamily: ipv6, serviceSubnet: 'fd00:1::/96'", "serviceSubnet: ", "must be 108 to 124"),
                networking("ipFamily: ipv6, podSubnet: 'fe80::/56'", "podSubnet: ", "overlaps fe80::/10"),
                networking("apiServerAddress: host", "apiServerAddress: ", "'host' is not an IP address"),
                networking("apiServerAddress: '[::1]'", "apiServerAddress: ", "is not an IP address"),
                networking("apiServerPort: 65536", "apiServerPort: ", "65536 is not a port"),
                networking("apiServerPort: -2", "apiServerPort: ", "-2 is not a port"),
                networking("podSubnet: 10.244.0.0", "podSubnet: ", "is not a subnet such as"),
                networking("podSubnet: 10.244.0.0/33", "podSubnet: ", "prefix length 33 is out of range"),
                networking("podSubnet: 10.244.1.0/16", "podSubnet: ", "the range begins at 10.244.0.0"),
                networking("podSubnet: 'fd00::/56'", "podSubnet: ", "does not fit ipFamily ipv4"),
                networking("podSubnet: '10.244.0.0/16,fd00::/56'", "podSubnet: ", "needs one subnet of IPv4"),
                networking("podSubnet: 10.244.0.0/25", "podSubnet: ", "is too small: every node takes a /24"),
                networking("podSubnet: 16.0.0.0/7", "podSubnet: ", "is too large: its prefix must be 8 to 24"),
                networking("podSubnet: 127.0.0.0/16", "podSubnet: ", "overlaps 127.0.0.0/8, which is reserved"),
                networking("serviceSubnet: 224.0.0.0/16", "serviceSubnet: ", "overlaps 224.0.0.0/3, which is reserved"),
                networking("serviceSubnet: 10.96.0.0/11", "serviceSubnet: ", "must be 12 to 28"),
                networking("serviceSubnet: 10.96.0.0/29", "serviceSubnet: ", "must be 12 to 28"),
                networking(
                        "serviceSubnet: 10.244.128.0/20", "serviceSubnet: ", "overlaps the pod subnet 10.244.0.0/16"),
                networking("serviceSubnet: word", "serviceSubnet: ", "is not a subnet"),
                networking(
                        "kubeProxyMode: IPTables",
                        "kubeProxyMode: ",
                        "'IPTables' is none of iptables, nftables, ipvs, none"),
                networking("dnsSearch: [A_b]", "dnsSearch[0]: ", "'A_b' is not a domain in lower case"),
                networking("dnsSearch: a.example", "dnsSearch: ", "must be a list"),
                arguments(
                        "networking: {podSubnet: 10.244.0.0/23}\nnodes: [{}, {role: worker}, {role: worker}]",
                        "networking.podSubnet: ",
                        "10.244.0.0/23 is too small for 3 nodes"),
                // components
                arguments("featureGates: {A: 1}", "featureGates.A: ", "must be true or false, but is the number 1"),
                arguments("featureGates: {a-b: true}", "featureGates.a-b: ", "is not the name of a feature gate"),
                arguments("featureGates: [A]", "featureGates: ", "must be a mapping, but is a list"),
                arguments("runtimeConfig: {api/all: true}", "runtimeConfig[\"api/all\"]: ", "write it in quotes"),
                arguments(
                        "runtimeConfig: {api/all: 'on'}", "runtimeConfig[\"api/all\"]: ", "is none of 'true', 'false'"),
                arguments("runtimeConfig: {'A B': 'true'}", "runtimeConfig[\"A B\"]: ", "is not the name of an API"),
                // patches
                arguments(
                        "kubeadmConfigPatches: [{}]", "kubeadmConfigPatches[0]: ", "must be a text, but is a mapping"),
                arguments("kubeadmConfigPatches: ['a: [']", "kubeadmConfigPatches[0]: ", ""),
                arguments("kubeadmConfigPatches: 'kind: X'", "kubeadmConfigPatches: ", "must be a list"),
                arguments(
                        "kubeadmConfigPatchesJSON6902: [{patch: '[]'}]",
                        "kubeadmConfigPatchesJSON6902[0].kind: ",
                        "missing"),
                arguments(
                        "kubeadmConfigPatchesJSON6902: [{kind: A, patch: '[{op: jump, path: /a}]'}]",
                        "kubeadmConfigPatchesJSON6902[0].patch: ",
                        "jump"),
                arguments(
                        "kubeadmConfigPatchesJSON6902: [{kind: A, what: b}]",
                        "kubeadmConfigPatchesJSON6902[0].what: ",
                        "unknown field"),
                arguments("containerdConfigPatches: ['[a']", "containerdConfigPatches[0]: ", ""),
                arguments("containerdConfigPatchesJSON6902: ['{}']", "containerdConfigPatchesJSON6902[0]: ", ""),
                arguments("containerdConfigPatches: 3", "containerdConfigPatches: ", "must be a list"),
                arguments("nodes: [{kubeadmConfigPatches: ['a: [']}]", "nodes[0].kubeadmConfigPatches[0]: ", ""));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void namesTheMistakeInOurSchema(String body, String path, String fragment) {
        assertOneProblem(Loading.MINIK + body, path, fragment);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void namesTheMistakeInKindsSchema(String body, String path, String fragment) {
        // the default address, which differs, is written out, so that both schemas have the same mistakes
        var text = body.replaceAll("(\\{containerPort: [12], hostPort: \\d+)}", "$1, listenAddress: 127.0.0.1}");
        assertOneProblem(Loading.KIND + text, path, fragment);
    }

    static Stream<Arguments> files() {
        var minik = "apiVersion: minik.dev/v1alpha1\n";
        return Stream.of(
                arguments("", "is empty; the smallest config is 'apiVersion: minik.dev/v1alpha1' and 'kind: Cluster'"),
                arguments("# only a comment\n---\n", "is empty"),
                arguments("[a, b]", "must be a mapping, but is a list"),
                arguments("word", "must be a mapping, but is the text 'word'"),
                arguments(Loading.MINIK + "---\n" + Loading.MINIK, "holds 2 YAML documents; a config is one"),
                arguments(
                        Loading.MINIK + "name: a\nname: b\n",
                        "is not YAML that can be read: line 4, column 1: found duplicate key name"),
                arguments(Loading.MINIK + "name: [a\n", "is not YAML that can be read: line "),
                arguments(Loading.MINIK + "name: !!java.net.URL [a]\n", "is not YAML that can be read"),
                arguments(Loading.MINIK + "\tname: a\n", "is not YAML that can be read"),
                arguments(Loading.MINIK + "#" + "x".repeat(1024 * 1024), "is larger than 1024 KiB"),
                arguments(Loading.MINIK + "#" + "\u00e9".repeat(600 * 1024), "is larger than 1024 KiB"),
                arguments(
                        "kind: Cluster",
                        "apiVersion: missing; it must be minik.dev/v1alpha1 or kind.x-k8s.io/v1alpha4"),
                arguments(
                        "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha3",
                        "apiVersion: 'kind.x-k8s.io/v1alpha3' is not known; it must be minik.dev/v1alpha1 or kind.x-k8s.io/v1alpha4"),
                arguments("kind: Cluster\napiVersion: 1", "apiVersion: must be a text, but is the number 1"),
                arguments(minik, "kind: missing; it must be Cluster"),
                arguments(minik + "kind: cluster", "kind: 'cluster' is not known; it must be Cluster"),
                arguments(
                        Loading.MINIK + "kubernetesVersion: 1.37",
                        "kubernetesVersion: must be a text, but is the decimal number 1.37; write it in quotes"),
                arguments(
                        Loading.MINIK + "kubernetesVersion: latest",
                        "kubernetesVersion: 'latest' is not a Kubernetes version such as v1.37.0"),
                arguments(
                        Loading.MINIK + "kubernetesVersion: v1.20.0",
                        "kubernetesVersion: v1.20.0 is none of the supported versions (v1.37.0, v1.36.3, v1.35.4)"),
                arguments(
                        Loading.KIND + "kubernetesVersion: v1.37.0",
                        "kubernetesVersion: not a field of kind.x-k8s.io/v1alpha4; it is one of minik.dev/v1alpha1"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void namesWhatIsWrongWithTheFile(String text, String fragment) {
        assertOneProblem(text, "", fragment);
    }

    @Test
    void reportsAllProblemsAtOnceInTheirOrder() {
        var failure = failure("""
                apiVersion: minik.dev/v9
                kind: Clutser
                name: UPPER
                bogus: 1
                nodes:
                - role: control-plane
                  extraPortMappings:
                  - containerPort: 80
                    hostPort: 70000
                - role: nobody
                  image: IMAGE
                networking:
                  podSubnet: 10.0.0.0/8
                  serviceSubnet: 10.96.0.0/16
                  ipFamily: ipv6
                featureGates: {A: 1}
                """);
        var paths = failure.details().stream()
                .map(line -> line.substring(0, line.indexOf(": ")))
                .toList();
        assertEquals(
                List.of(
                        "kind",
                        "apiVersion",
                        "name",
                        "networking.podSubnet",
                        "networking.serviceSubnet",
                        "nodes[0].extraPortMappings[0].hostPort",
                        "nodes[1].role",
                        "nodes[1].image",
                        "featureGates.A",
                        "bogus"),
                paths);
        assertEquals(
                "cluster.yaml has 10 problems; the first: kind: 'Clutser' is not known; it must be Cluster",
                failure.message());
        assertEquals("correct cluster.yaml and run the command again", failure.remedy());
    }

    @Test
    void reportsEveryOneOfManyNodes() {
        var nodes = "- role: worker\n  image: A\n".repeat(50);
        var failure = failure(Loading.MINIK + "nodes:\n- role: control-plane\n" + nodes);
        assertEquals(
                IntStream.rangeClosed(1, 50)
                        .mapToObj(
                                "nodes[%d].image: 'A' is not an image name such as kindest/node:v1.36.3, which is written in lower case"
                                        ::formatted)
                        .toList(),
                failure.details());
    }

    @Test
    void readsNoMoreNodesThanThereMayBe() {
        var failure = failure(Loading.MINIK + "nodes: [" + "{},".repeat(100_000) + "]");
        assertEquals("nodes: 100000 nodes are more than 100", failure.details().get(0));
        assertEquals(2, failure.details().size(), failure.details().toString());
        assertTrue(
                failure.details().get(1).startsWith("nodes: 100 control planes are more than 7"),
                failure.details().get(1));
    }

    @Test
    void survivesAListThatContainsItself() {
        var failure = failure(Loading.MINIK + "name: &a [*a]\nnodes: &b [*b]\n");
        assertEquals(
                List.of("name: must be a text, but is a list", "nodes[0]: must be a mapping, but is a list"),
                failure.details());
    }

    @Test
    void keepsTheTerminalSafe() {
        var failure = failure(Loading.MINIK + "\"\\e[31mred\\u202e\": 1\n");
        assertTrue(
                failure.details().get(0).startsWith("[\"?[31mred?\"]: unknown field"),
                failure.details().get(0));
    }

    private static Arguments port(String mapping, String field, String fragment) {
        return arguments(ports(mapping), "nodes[0].extraPortMappings[0]" + field, fragment);
    }

    private static String ports(String mappings) {
        return "nodes: [{extraPortMappings: [%s]}]".formatted(mappings);
    }

    private static Arguments mount(String mount, String field, String fragment) {
        return arguments("nodes: [{extraMounts: [%s]}]".formatted(mount), "nodes[0].extraMounts[0]" + field, fragment);
    }

    private static Arguments networking(String line, String field, String fragment) {
        return arguments("networking: {%s}".formatted(line), "networking." + field, fragment);
    }

    private static void assertOneProblem(String text, String beginning, String fragment) {
        var failure = failure(text);
        assertEquals(1, failure.details().size(), () -> "problems: " + failure.details());
        var line = failure.details().get(0);
        assertTrue(line.startsWith(beginning), line);
        assertTrue(line.contains(fragment), line);
        assertEquals("cluster.yaml: " + line, failure.message());
        assertEquals(ExitCode.INVALID_CONFIG, failure.exitCode());
    }

    private static MinikException failure(String text) {
        return assertThrows(MinikException.class, () -> new Loading().load(text));
    }
}
