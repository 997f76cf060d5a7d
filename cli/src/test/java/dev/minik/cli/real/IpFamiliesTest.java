package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods, services and their names with IPv6, alone and beside IPv4, by each kind of rules that kube-proxy writes here. */
@Tag("cluster")
class IpFamiliesTest {
    private static final String CLUSTER = "ip-test";

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @CsvSource({"ipv6, iptables", "dual, nftables"})
    void podsReachServicesAndEachOtherByEveryAddress(String family, String mode) {
        var shell = new Shell(directory);
        var config = shell.file("cluster.yaml", """
                kind: Cluster
                apiVersion: minik.dev/v1alpha1
                name: %s
                networking: {ipFamily: %s, kubeProxyMode: %s}
                nodes: [{}, {role: worker}]
                """.formatted(CLUSTER, family, mode));
        try {
            shell.minik("create", "cluster", "--config", config.toString()).ok();
            var workload = shell.file("workload.yaml", WORKLOAD);
            shell.kubectl(CLUSTER, "apply", "-f", workload.toString()).ok();
            shell.kubectl(CLUSTER, "wait", "--for=condition=Ready", "pod", "--all", "--timeout=90s")
                    .ok();

            var pods = asked(shell, "pod", "{.status.podIPs[*].ip}");
            var services = asked(shell, "service", "{.spec.clusterIPs[*]}");
            assertEquals(family.equals("dual") ? 2 : 1, pods.size());
            assertEquals(pods.size(), services.size());
            assertTrue(pods.get(pods.size() - 1).contains(":"), pods::toString);
            for (String address : pods) {
                assertEquals("hello", fetched(shell, url(address, 8080)));
            }
            for (String address : services) {
                assertEquals("hello", fetched(shell, url(address, 80)));
            }
            assertEquals("hello", fetched(shell, "http://web.default.svc.cluster.local/"));
        } finally {
            shell.minik("delete", "cluster", CLUSTER).ok();
        }
    }

    private static List<String> asked(Shell shell, String kind, String path) {
        var answer = shell.kubectl(CLUSTER, "get", kind, "web", "-o", "jsonpath=" + path)
                .ok()
                .stdout();
        return Arrays.asList(answer.split(" ", -1));
    }

    private static String url(String address, int port) {
        return (address.contains(":") ? "http://[%s]:%d/" : "http://%s:%d/").formatted(address, port);
    }

    private static String fetched(Shell shell, String url) {
        return shell.kubectl(CLUSTER, "exec", "client", "--", "wget", "-q", "-T", "10", "-O", "-", url)
                .ok()
                .stdout()
                .strip();
    }

    private static final String WORKLOAD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, labels: {app: web}}
            spec:
              nodeName: ip-test-worker
              containers:
              - name: web
                image: docker.io/library/busybox:stable
                command: [sh, -c, "mkdir /www; echo hello > /www/index.html; exec httpd -f -p 8080 -h /www"]
                readinessProbe: {httpGet: {port: 8080}, periodSeconds: 1}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec:
              ipFamilyPolicy: PreferDualStack
              selector: {app: web}
              ports: [{port: 80, targetPort: 8080}]
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: client}
            spec:
              nodeName: ip-test-control-plane
              tolerations: [{operator: Exists}]
              containers:
              - name: client
                image: docker.io/library/busybox:stable
                command: [sleep, "100000"]
            """;
}
