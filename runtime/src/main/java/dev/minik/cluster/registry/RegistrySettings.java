package dev.minik.cluster.registry;

import dev.minik.cluster.registry.Registries.Upstream;
import dev.minik.config.RegistryConfig.Credentials;
import dev.minik.plan.RegistryFacts;
import dev.minik.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a registry is told, as the files that it starts with: all that decides whether one that is there is the one that is wanted.
 *
 * @param configuration the file {@link #FILE}
 * @param credentials the file {@link #CREDENTIALS}: a user and his password, a line each; empty for nobody
 * @see <a href="https://distribution.github.io/distribution/about/configuration/">its configuration</a>
 */
record RegistrySettings(String configuration, String credentials) {
    /** Where its configuration lies. */
    static final String FILE = "/etc/minik-registry/config.yml";
    /** Where minik's own image looks for whom its upstream is to see. */
    static final String CREDENTIALS = "/etc/minik-registry/credentials";
    /** Where it keeps images. */
    static final String DATA = "/var/lib/registry";

    /** The program of minik's own image that tells the registry the credentials. */
    private static final String HELPER = "/usr/local/bin/registry-credentials";

    /**
     * Returns the settings of a registry.
     *
     * @param own whether it is made from minik's own image
     */
    static RegistrySettings of(Optional<Upstream> upstream, boolean own) {
        var config = new LinkedHashMap<String, Object>();
        config.put("version", 0.1);
        // in one order always: the text tells whether a registry that is there is the wanted one
        config.put("log", new TreeMap<>(Map.of("level", "info", "accesslog", Map.of("disabled", true))));
        config.put(
                "storage",
                new TreeMap<>(Map.of("filesystem", Map.of("rootdirectory", DATA), "delete", Map.of("enabled", true))));
        config.put("http", Map.of("addr", ":" + RegistryFacts.INNER_PORT));
        upstream.ifPresent(one -> config.put("proxy", proxy(one, own)));
        var credentials = upstream.filter(one -> own).flatMap(Upstream::credentials);
        return new RegistrySettings(
                Yaml.dump(config), credentials.map(RegistrySettings::lines).orElse(""));
    }

    /**
     * A registry that has its credentials from a program does not ask its upstream for anything before it serves, and so starts while the
     * upstream cannot be reached. What is in it stays: nobody but its user knows how long it is needed.
     */
    private static Map<String, Object> proxy(Upstream upstream, boolean own) {
        var proxy = new LinkedHashMap<String, Object>();
        proxy.put("remoteurl", upstream.url());
        proxy.put("ttl", "0s");
        if (own) {
            proxy.put("exec", Map.of("command", HELPER));
        } else {
            upstream.credentials().ifPresent(user -> {
                proxy.put("username", user.username());
                proxy.put("password", user.password());
            });
        }
        return proxy;
    }

    private static String lines(Credentials user) {
        return user.username() + "\n" + user.password() + "\n";
    }
}
