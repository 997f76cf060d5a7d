package dev.minik.cluster;

import dev.minik.engine.ContainerFiles;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.plan.Serving;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What minik has told a node's agent when it made the node. A bare node has no agent, and was told nothing. */
public final class AgentSettings {
    static final String FILE = "/minik/agent.env";

    private static final int LIMIT = 64 * 1024;
    private static final Pattern LINE = Pattern.compile("(?m)^([A-Z_]+)='([^']*)'$");
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:]+");

    private final Map<String, String> values = new TreeMap<>();

    private AgentSettings(String text) {
        var line = LINE.matcher(text);
        while (line.find()) {
            values.put(line.group(1), line.group(2));
        }
    }

    /** Reads them from a node, running or not. */
    public static AgentSettings of(Engine engine, ContainerInfo node) {
        return new AgentSettings(
                new ContainerFiles(engine).text(node.id(), FILE, LIMIT).orElse(""));
    }

    /** Returns the node's address of the version of IP that the cluster prefers. */
    public Optional<String> nodeAddress() {
        return address("NODE_ADDRESS");
    }

    /** Returns the address of the cluster's DNS, if it has one. */
    public Optional<String> dnsAddress() {
        return address("DNS_ADDRESS");
    }

    /** A node may say anything. */
    private Optional<String> address(String name) {
        return Optional.ofNullable(values.get(name)).filter(ADDRESS.asMatchPredicate());
    }

    /** Returns what works by what minik has brought. */
    public Serving serving() {
        return Serving.of(!"false".equals(values.get("SERVES_PODS")), hasDns());
    }

    /** Returns whether there is a CoreDNS, whether or not it can work already. */
    public boolean hasDns() {
        return !"".equals(values.get("DNS_ADDRESS"));
    }
}
