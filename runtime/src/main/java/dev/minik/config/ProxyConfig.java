package dev.minik.config;

import java.util.List;

/**
 * The proxy by which nodes reach the outside. An empty text stands for none.
 *
 * @param http for {@code http://}
 * @param https for {@code https://}
 * @param noProxy what is reached without it, besides the cluster itself
 */
public record ProxyConfig(String http, String https, List<String> noProxy) {
    /** No proxy. */
    public static final ProxyConfig NONE = new ProxyConfig("", "", List.of());

    /** Copies the list. */
    public ProxyConfig {
        noProxy = List.copyOf(noProxy);
    }

    /** Returns whether there is a proxy. */
    public boolean isPresent() {
        return !http.isEmpty() || !https.isEmpty();
    }
}
