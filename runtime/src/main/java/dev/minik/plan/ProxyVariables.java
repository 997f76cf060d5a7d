package dev.minik.plan;

import dev.minik.config.ProxyConfig;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the variables by which the programs of a node find a proxy. The node image hands them to all that systemd starts.
 *
 * @see <a href="https://kind.sigs.k8s.io/docs/user/quick-start/#configure-kind-to-use-a-proxy">kind and proxies</a>
 */
final class ProxyVariables {
    private ProxyVariables() {}

    /**
     * Returns the variables; none without a proxy.
     *
     * @param inside what belongs to the cluster and is reached without the proxy
     */
    static Map<String, String> of(ProxyConfig proxy, List<String> inside) {
        var variables = new LinkedHashMap<String, String>();
        if (proxy.isPresent()) {
            var direct = new LinkedHashSet<>(List.of("localhost", "127.0.0.0/8", "::1"));
            direct.addAll(inside);
            direct.addAll(proxy.noProxy());
            put(variables, "HTTP_PROXY", proxy.http());
            put(variables, "HTTPS_PROXY", proxy.https());
            put(variables, "NO_PROXY", String.join(",", direct));
        }
        return variables;
    }

    /** In both spellings: programs do not agree on one. */
    private static void put(Map<String, String> variables, String name, String value) {
        if (!value.isEmpty()) {
            variables.put(name, value);
            variables.put(name.toLowerCase(Locale.ROOT), value);
        }
    }
}
