package dev.minik.image.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the entrypoint makes of the surroundings that a node is started in, the first time and again. */
@Tag("image")
class NodeLifeTest {
    private static final int KILLED = 137;

    /** Makes what a pod is to the name service: another network namespace, routed through the node. */
    private static final String POD = """
            ip netns add pod
            ip link add veth-pod type veth peer name eth0 netns pod
            ip addr add 10.99.0.1/24 dev veth-pod
            ip link set veth-pod up
            ip -n pod addr add 10.99.0.2/24 dev eth0
            ip -n pod link set eth0 up
            ip -n pod route add default via 10.99.0.1""";

    private String image = "";

    @BeforeEach
    void find() {
        image = TestImage.name();
    }

    @Test
    void stoppedNodeComesBackAsTheSame() {
        try (var node = Node.start(image)) {
            var identity = node.run("cat", "/etc/machine-id");
            // left by a CNI whose own state is lost with /run
            node.run("touch", "/etc/cni/net.d/10-flannel.conflist", "/etc/cni/net.d/20-other.conflist");
            assertNotEquals(KILLED, node.stop(), node::log);
            node.startAgain();
            assertEquals("running", node.run("systemctl", "is-system-running", "--wait"));
            assertEquals(identity, node.run("cat", "/etc/machine-id"));
            assertEquals("20-other.conflist", node.run("ls", "/etc/cni/net.d"));
        }
    }

    /** Pods inherit the node's resolv.conf, and cannot reach a loopback address of the node. */
    @Test
    void nameServiceOfTheEngineIsReachableFromPods() {
        try (var network = Network.make();
                var node = Node.start(image, "--network", network.name())) {
            assertResolves(node);
            node.stop();
            node.startAgain();
            assertResolves(node);
        }
    }

    @Test
    void searchDomainsOfTheLauncherReplaceTheEngines() {
        try (var network = Network.make();
                var node = Node.start(
                        image,
                        "--network",
                        network.name(),
                        "--dns-search",
                        "engine.example",
                        "--env",
                        "KIND_DNS_SEARCH=first.example second.example")) {
            assertEquals("search first.example second.example", node.run("grep", "^search", "/etc/resolv.conf"));
        }
        try (var network = Network.make();
                var node = Node.start(
                        image,
                        "--network",
                        network.name(),
                        "--dns-search",
                        "engine.example",
                        "--env",
                        "KIND_DNS_SEARCH=")) {
            assertFalse(node.attempt("grep", "^search", "/etc/resolv.conf").ok());
        }
    }

    @Test
    void nodeStartsInANetworkWithoutGateway() {
        try (var network = Network.make("--internal");
                var node = Node.start(image, "--network", network.name())) {
            assertResolves(node);
        }
    }

    /** Systemd has quotes and specifiers of its own in the file that carries these to services. */
    @Test
    void servicesGetTheProxyAsItIs() {
        var proxy = "http://user:p%40s\"s\\w@proxy.example:3128";
        try (var node = Node.start(image, "--env", "HTTPS_PROXY=" + proxy, "--env", "no_proxy=.svc,10.0.0.0/8")) {
            assertEquals(proxy, serviceSees(node, "HTTPS_PROXY"));
            assertEquals(".svc,10.0.0.0/8", serviceSees(node, "no_proxy"));
        }
    }

    /** Rules that let pods ask the engine's name service must not open the node's own loopback addresses to them. */
    @Test
    void podsDoNotReachLoopbackServices() {
        try (var network = Network.make();
                var node = Node.start(image, "--network", network.name())) {
            node.bash(POD);
            // with lo down, the pod can send packets to 127.0.0.1 on their way to the node
            node.bash("""
                    ip -n pod route add 127.0.0.0/8 via 10.99.0.1
                    ip netns exec pod sh -c 'echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet'
                    busybox httpd -p 127.0.0.1:8080 -h /kind""");
            String[] ask = {"ip", "netns", "exec", "pod", "curl", "-sS", "-m", "3", "http://127.0.0.1:8080/version"};
            assertFalse(node.attempt(ask).ok());
            node.bash("iptables -t mangle -D PREROUTING ! -i lo -d 127.0.0.0/8 -j DROP");
            assertTrue(node.attempt(ask).ok(), "even without the rule it is not reached, so this test says nothing");
        }
    }

    private static String serviceSees(Node node, String variable) {
        return node.run("systemd-run", "--pipe", "--quiet", "--wait", "printenv", variable);
    }

    private static void assertResolves(Node node) {
        var resolver = node.bash("sed -n 's/^nameserver //p' /etc/resolv.conf");
        assertFalse(resolver.startsWith("127."), resolver);
        var address = node.bash("ip -4 -o addr show eth0 | sed 's|.*inet \\([^/]*\\).*|\\1|'");
        var answer = node.bash("busybox nslookup -type=a " + node.name() + ". " + resolver);
        assertTrue(answer.contains("Address: " + address), answer);
        node.bash(POD);
        var pods =
                node.run("ip", "netns", "exec", "pod", "busybox", "nslookup", "-type=a", node.name() + ".", resolver);
        assertTrue(pods.contains("Address: " + address), pods);
    }
}
