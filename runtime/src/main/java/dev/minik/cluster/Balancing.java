package dev.minik.cluster;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.model.IpAddress;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.NodePlan;
import java.util.List;
import java.util.stream.Stream;

/** What the balancer of a cluster is told: haproxy's port, and the API servers behind it. */
final class Balancing {
    private static final String FILE = "/etc/haproxy/servers";
    private static final String CONFIGURE = "/usr/local/lib/minik/haproxy-config \"$@\" >/etc/haproxy/haproxy.cfg.new"
            + " && mv /etc/haproxy/haproxy.cfg.new /etc/haproxy/haproxy.cfg";

    /** Begins with what it is told first, or what it was told since. */
    private static final String BEGIN =
            "if [ -e %1$s ]; then mapfile -t told <%1$s; set -- \"${told[@]}\"; fi; ".formatted(FILE)
                    + CONFIGURE
                    + " && exec haproxy -W -db -f /etc/haproxy/haproxy.cfg";

    /**
     * Connections that there are stay with the process that has them.
     *
     * @see <a href="https://docs.haproxy.org/3.0/management.html#4">haproxy's signals</a>
     */
    private static final String CHANGE =
            CONFIGURE + " && printf '%%s\\n' \"$@\" >%1$s.new && mv %1$s.new %1$s && kill -USR2 1".formatted(FILE);

    private final Engine engine;

    Balancing(Engine engine) {
        this.engine = engine;
    }

    /** Returns the program that a balancer is started with. */
    static List<String> entrypoint() {
        return List.of("bash", "-c", BEGIN, "balancer");
    }

    /** Returns the program's arguments for a cluster. */
    static List<String> arguments(ClusterPlan plan) {
        return Stream.concat(
                        Stream.of(String.valueOf(ClusterPlan.API_PORT)),
                        plan.controlPlanes().stream().map(NodePlan::address).map(IpAddress::toString))
                .toList();
    }

    /** Tells a balancer that runs which API servers there are. */
    void change(ContainerInfo balancer, ClusterPlan plan) {
        new NodeScripts(engine).run("balancing", balancer, CHANGE, arguments(plan));
    }
}
