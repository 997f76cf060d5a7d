package dev.minik.image.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a node image has for clusters with several control planes. haproxy plays the API servers too: each answers with its name. */
@Tag("image")
class HighAvailabilityTest {
    private static final String API_SERVER = """
            cd /opt
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=api -keyout key -out crt 2>/dev/null
            cat crt key >pem
            cat >cfg <<END
            global
              maxconn 100
            defaults
              mode http
              timeout client 1m
              timeout connect 1s
              timeout server 1m
            frontend api
              bind :6443 ssl crt /opt/pem
              http-request return status 200 content-type text/plain string $(hostname)
            END
            exec haproxy -db -f cfg""";

    private static final String KUBELET_ALONE = """
            cat >/etc/kubernetes/kubelet.yaml <<END
            apiVersion: kubelet.config.k8s.io/v1beta1
            kind: KubeletConfiguration
            staticPodPath: /etc/kubernetes/manifests
            containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
            cgroupRoot: /kubelet
            failSwapOn: false
            authentication: {webhook: {enabled: false}}
            authorization: {mode: AlwaysAllow}
            END
            cat >/etc/systemd/system/kubelet.service.d/20-alone.conf <<END
            [Unit]
            ConditionPathExists=
            [Service]
            ExecStart=
            ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml --config-dir=/etc/kubernetes/kubelet.conf.d
            END
            systemctl daemon-reload
            systemctl start kubelet""";

    private final Tool docker = Tool.docker();
    private String image = "";

    @BeforeEach
    void find() {
        image = TestImage.name();
    }

    @Test
    void haproxyBalancesInAContainerThatRunsNothingElse() {
        try (var network = Network.make();
                var one = bare(network, API_SERVER);
                var other = bare(network, API_SERVER);
                var balancer = bare(network, """
                        /usr/local/lib/minik/haproxy-config 6443 %s %s >/opt/cfg
                        exec haproxy -W -db -f /opt/cfg""".formatted(one.address(), other.address()))) {
            balancer.awaitAnswers("https://127.0.0.1:6443", "minik");
            assertEquals(new TreeSet<>(Set.of(one.name(), other.name())), balancer.answers("https://127.0.0.1:6443"));
            docker.run("kill", one.name());
            balancer.awaitAnswers("https://127.0.0.1:6443", other.name());
            balancer.awaitAnswers("https://[::1]:6443", other.name());
            docker.run("kill", "--signal", "USR2", balancer.name());
            assertEquals(Set.of(other.name()), balancer.answers("https://127.0.0.1:6443"));
        }
    }

    /** haproxy and keepalived as static pods, of the images in the node's store. */
    @Test
    void virtualAddressMovesWhenItsHolderDies() {
        try (var network = Network.make();
                var first = Node.start(image, "--network", network.name());
                var second = Node.start(image, "--network", network.name())) {
            var addresses = List.of(address(first.name()), address(second.name()));
            var virtual = addresses.get(0).replaceFirst("\\d+$", "250");
            for (int i : List.of(0, 1)) {
                var node = List.of(first, second).get(i);
                docker.run("exec", "--detach", node.name(), "bash", "-c", API_SERVER);
                node.bash(KUBELET_ALONE);
                node.run(
                        "/usr/local/lib/minik/virtual-ip",
                        virtual,
                        "8443",
                        addresses.get(i),
                        String.join(",", addresses));
            }
            try (var client = bare(network, "exec sleep 600")) {
                var url = "https://" + virtual + ":8443";
                first.bash(
                        "timeout 60 bash -c 'until ip addr show | grep -q %s/; do sleep 0.1; done'".formatted(virtual));
                client.awaitAnswers(url, "minik");
                assertEquals(new TreeSet<>(Set.of(first.name(), second.name())), client.answers(url));
                docker.run("kill", first.name());
                var begin = System.nanoTime();
                client.awaitAnswers(url, second.name());
                var took = Duration.ofNanos(System.nanoTime() - begin);
                assertTrue(second.run("ip", "addr", "show").contains(virtual + "/32"));
                assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, took::toString);
            }
        }
    }

    private String address(String container) {
        return docker.run("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", container);
    }

    /** Starts a container of the node image that runs only a script. */
    private Bare bare(Network network, String script) {
        var name = "minik-image-test-" + UUID.randomUUID().toString().substring(0, 8);
        docker.run(
                "run",
                "--detach",
                "--label",
                "dev.minik/test=image",
                "--name",
                name,
                "--hostname",
                name,
                "--network",
                network.name(),
                "--entrypoint",
                "bash",
                image,
                "-euc",
                script);
        return new Bare(name, address(name));
    }

    private record Bare(String name, String address) implements AutoCloseable {
        /** Waits until four answers one after the other begin so: each API server gives every second one. */
        void awaitAnswers(String url, String beginning) {
            bash("""
                    ask() { [[ $(curl -skm 2 '%s') == '%s'* ]]; }
                    end=$((SECONDS + 60))
                    until ask && ask && ask && ask; do [ $SECONDS -lt $end ]; sleep 0.05; done""".formatted(url, beginning));
        }

        Set<String> answers(String url) {
            var answers = new TreeSet<String>();
            IntStream.range(0, 8).forEach(i -> answers.add(bash("curl -skm 2 " + url)));
            return answers;
        }

        String bash(String script) {
            return Tool.docker().run("exec", name, "bash", "-euo", "pipefail", "-c", script);
        }

        @Override
        public void close() {
            Tool.docker().run("rm", "--force", "--volumes", name);
        }
    }
}
