package dev.minik.cluster;

import dev.minik.model.IpAddress;
import dev.minik.plan.ClusterPlan;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the configuration of haproxy as the balancer before the API servers. Connections pass through as they are, so that clients and
 * API servers see each other's certificates.
 *
 * @see <a href="https://github.com/kubernetes/kubeadm/blob/main/docs/ha-considerations.md">kubeadm's considerations about balancers</a>
 */
final class BalancerConfig {
    private BalancerConfig() {}

    /**
     * Returns the configuration before API servers at these addresses. One that dies is out of it within two seconds and a half, and its
     * connections are ended, for clients to take up others; a call that meets it before is sent on to the next one. Each check costs an API
     * server a TLS handshake, so they are frequent only while something is wrong.
     */
    static String of(List<IpAddress> apiServers) {
        var servers = apiServers.stream()
                .map(address -> "    server control-plane%d %s%n"
                        .formatted(apiServers.indexOf(address) + 1, address.withPort(ClusterPlan.API_PORT)))
                .collect(Collectors.joining());
        return """
                global
                    log stdout format raw daemon notice
                    maxconn 4000
                defaults
                    mode tcp
                    log global
                    option dontlognull
                    option redispatch 1
                    retries 3
                    timeout connect 500ms
                    timeout check 500ms
                    # watches and terminals may be silent for long
                    timeout client 24h
                    timeout server 24h
                frontend api
                    bind :::%1$d v4v6
                    default_backend control-planes
                backend control-planes
                    balance leastconn
                    option httpchk GET /readyz
                    default-server check check-ssl verify none inter 1s fastinter 200ms downinter 100ms rise 1 fall 2 \
                on-marked-down shutdown-sessions
                %2$s""".formatted(ClusterPlan.API_PORT, servers);
    }
}
