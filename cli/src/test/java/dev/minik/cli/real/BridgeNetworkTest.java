package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dev.minik.model.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pods' network without a daemon: whom pods and nodes reach, and as whom, also when nodes restart, go and come back. */
@Tag("cluster")
class BridgeNetworkTest {
    private static final String CLUSTER = "bridge-test";
    private static final String CONTROL_PLANE = CLUSTER + "-control-plane";
    private static final String WORKER = CLUSTER + "-worker";
    private static final String WORKER2 = CLUSTER + "-worker2";
    private static final List<String> NODES = List.of(CONTROL_PLANE, WORKER, WORKER2);
    private static final int POD_PORT = 8080;
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"ipv6", "dual"})
    void podsReachPodsAndServicesOfAllNodes(String family) throws IOException {
        var shell = new Shell(directory);
        var config = shell.file("cluster.yaml", CONFIG.formatted(family));
        var workload = shell.file(
                "workload.yaml",
                NODES.stream().map(node -> POD.formatted(node, node)).collect(Collectors.joining()) + SERVICE);
        var routesToOneNode = family.equals("dual") ? 2 : 1;
        try (var cluster = NewCluster.create(directory, CLUSTER, "--config", config.toString())) {
            cluster.works();
            cluster.kubectl("apply", "-f", workload.toString()).ok();
            awaitPods(cluster);
            podsSeeEachOthersAddresses(cluster);
            nodesReachPods(cluster);
            podsReachTheService(cluster);
            whatLeavesTheClusterHasTheNodesAddress(cluster);

            shell.run("docker", "restart", "--time", "5", WORKER).ok();
            awaitRoutes(shell, WORKER, 2 * routesToOneNode);
            var restarted = "--for=jsonpath={.status.containerStatuses[0].restartCount}=1";
            cluster.kubectl("wait", restarted, "pod/on-" + WORKER, "--timeout=90s")
                    .ok();
            awaitPods(cluster);
            podsSeeEachOthersAddresses(cluster);

            cluster.kubectl("delete", "node", WORKER2).ok();
            awaitRoutes(shell, CONTROL_PLANE, routesToOneNode);
            shell.run("docker", "exec", WORKER2, "systemctl", "restart", "kubelet")
                    .ok();
            awaitRoutes(shell, CONTROL_PLANE, 2 * routesToOneNode);
        }
    }

    private static void awaitPods(NewCluster cluster) {
        cluster.kubectl("wait", "--for=condition=Ready", "pod", "--selector=app=who", "--timeout=90s")
                .ok();
    }

    private static void awaitRoutes(Shell shell, String node, int count) {
        Shell.eventually(count + " routes in " + node, SOON, () -> {
            var command = "ip -4 route show proto 107; ip -6 route show proto 107";
            var routes = shell.run("docker", "exec", node, "sh", "-c", command);
            return routes.exitCode() == 0 && routes.lines().size() == count;
        });
    }

    private static void podsSeeEachOthersAddresses(NewCluster cluster) {
        var everybody = podAddresses(cluster);
        var urls = all(everybody)
                .map(address -> "http://" + address.withPort(POD_PORT) + "/cgi-bin/who")
                .toList();
        everybody.forEach((node, own) -> {
            var expected =
                    all(everybody).map(other -> ofVersion(own, other.v6())).toList();

            assertEquals(expected, fetch(cluster, node, urls), "asked by the pod on " + node);
        });
    }

    private static void nodesReachPods(NewCluster cluster) {
        var urls = all(podAddresses(cluster))
                .map(address -> "http://" + address.withPort(POD_PORT) + "/")
                .toList();
        for (String node : NODES) {
            var command = new ArrayList<>(List.of("docker", "exec", node, "curl", "--silent", "--fail-early"));
            command.addAll(List.of("--max-time", "5"));
            command.addAll(urls);
            cluster.shell().run(command.toArray(String[]::new)).ok();
        }
    }

    /** Its endpoints are on all nodes, and are taken by chance. */
    private static void podsReachTheService(NewCluster cluster) {
        var often = "for i in 1 2 3 4 5 6; do wget -q -T 5 -O - http://who/cgi-bin/who || exit; done";
        for (String node : NODES) {
            cluster.kubectl("exec", "on-" + node, "--", "sh", "-c", often).ok();
        }
    }

    /** The host has no route to pods. */
    private static void whatLeavesTheClusterHasTheNodesAddress(NewCluster cluster) throws IOException {
        var outside = HttpServer.create(new InetSocketAddress(0), 0);
        outside.createContext("/", exchange -> {
            var client = exchange.getRemoteAddress().getAddress().getHostAddress();
            var body = client.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        outside.start();
        try {
            var port = outside.getAddress().getPort();
            for (String node : NODES) {
                var own = addresses(cluster, "node", node, "{.status.addresses[?(@.type=='InternalIP')].address}");
                var urls = own.stream()
                        .map(address -> gateway(cluster, node, address.v6()))
                        .map(gateway -> "http://" + gateway.withPort(port) + "/")
                        .toList();

                assertEquals(own, fetch(cluster, node, urls), node);
            }
        } finally {
            outside.stop(0);
        }
    }

    private static IpAddress gateway(NewCluster cluster, String node, boolean v6) {
        var route = cluster.shell()
                .run("docker", "exec", node, "ip", v6 ? "-6" : "-4", "route", "show", "default")
                .ok()
                .stdout();
        return IpAddress.parse(route.split(" ", -1)[2]);
    }

    /** Asks servers who asks, from the pod on a node. */
    private static List<IpAddress> fetch(NewCluster cluster, String node, List<String> urls) {
        var script = "for url in \"$@\"; do wget -q -T 5 -O - $url && echo || exit; done";
        var command = new ArrayList<>(List.of("exec", "on-" + node, "--", "sh", "-c", script, "fetch"));
        command.addAll(urls);
        var answers = cluster.kubectl(command.toArray(String[]::new)).ok().lines();
        // busybox tells an address of IPv4 as one of IPv6
        return answers.stream()
                .map(answer -> answer.replaceAll("[\\[\\]]", "").replaceFirst("^::ffff:(?=.*\\.)", ""))
                .map(IpAddress::parse)
                .toList();
    }

    /** Returns the addresses of the pod on each node. */
    private static Map<String, List<IpAddress>> podAddresses(NewCluster cluster) {
        var addresses = new LinkedHashMap<String, List<IpAddress>>();
        NODES.forEach(node -> addresses.put(node, addresses(cluster, "pod", "on-" + node, "{.status.podIPs[*].ip}")));
        return addresses;
    }

    private static Stream<IpAddress> all(Map<String, List<IpAddress>> addresses) {
        return addresses.values().stream().flatMap(List::stream);
    }

    private static List<IpAddress> addresses(NewCluster cluster, String kind, String name, String field) {
        var text = cluster.kubectl("get", kind, name, "--output", "jsonpath=" + field)
                .ok()
                .stdout();
        return Arrays.stream(text.split(" ")).map(IpAddress::parse).toList();
    }

    private static IpAddress ofVersion(List<IpAddress> addresses, boolean v6) {
        return addresses.stream()
                .filter(address -> address.v6() == v6)
                .findFirst()
                .orElseThrow();
    }

    private static final String CONFIG = """
            kind: Cluster
            apiVersion: minik.dev/v1alpha1
            networking: {cni: bridge, ipFamily: %s}
            nodes:
            - role: control-plane
            - role: worker
            - role: worker
            """;

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: on-%s, labels: {app: who}}
            spec:
              nodeName: %s
              containers:
              - name: who
                image: docker.io/library/busybox:stable
                command:
                - sh
                - -c
                - |
                  mkdir -p /www/cgi-bin
                  echo here >/www/index.html
                  printf '#!/bin/sh\\necho\\necho $REMOTE_ADDR\\n' >/www/cgi-bin/who
                  chmod +x /www/cgi-bin/who
                  exec httpd -f -p 8080 -h /www
                readinessProbe: {httpGet: {port: 8080}, periodSeconds: 1}
            ---
            """;

    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: who}
            spec:
              selector: {app: who}
              ports: [{port: 80, targetPort: 8080}]
            """;
}
