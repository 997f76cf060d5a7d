package dev.minik.kubeconfig;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.yaml.Yaml;
import dev.minik.yaml.YamlException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A cluster, a user and the context that joins them, all three of one name. The key is left out of {@link #toString()}.
 *
 * @param name the name of all three
 * @param server the API server's URL, {@code https://host:port}
 * @param tlsServerName the name that the server's certificate has, where it lacks the one in the URL
 * @param caPem the certificate of the CA that the server's certificate is checked with
 * @param clientCertPem the user's certificate
 * @param clientKeyPem the key to it
 */
public record KubeconfigEntry(
        String name,
        String server,
        Optional<String> tlsServerName,
        String caPem,
        String clientCertPem,
        String clientKeyPem) {
    private static final Pattern SERVER = Pattern.compile("https://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?/?");
    private static final int MAX_ADMIN_CONF = 256 * 1024;

    /** Checks the URL and that certificates and key are PEM. */
    public KubeconfigEntry {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an entry of a kubeconfig needs a name");
        }
        if (!SERVER.matcher(server).matches()) {
            throw new IllegalArgumentException("'%s' is not the URL of an API server".formatted(server));
        }
        requirePem("the CA's certificate", caPem);
        requirePem("the client's certificate", clientCertPem);
        requirePem("the client's key", clientKeyPem);
    }

    /** An entry whose server's certificate has the name in its URL. */
    public KubeconfigEntry(String name, String server, String caPem, String clientCertPem, String clientKeyPem) {
        this(name, server, Optional.empty(), caPem, clientCertPem, clientKeyPem);
    }

    /** Returns the name of a cluster's context, cluster and user: {@code minik-<name>}. */
    public static String nameOf(ClusterName cluster) {
        return "minik-" + cluster;
    }

    /**
     * Takes an entry out of the {@code admin.conf} of a node. As a node is not trusted, nothing but address, certificates and key is
     * taken: a kubeconfig may also name programs that kubectl would run and files that it would read.
     *
     * @param name the name of the entry
     * @throws MinikException {@link ExitCode#FAILED} if it is not what kubeadm writes
     */
    public static KubeconfigEntry fromAdminConf(String name, String adminConf) {
        if (adminConf.length() > MAX_ADMIN_CONF) {
            throw unusable("it has %d characters".formatted(adminConf.length()));
        }
        try {
            var root = new Fields("admin.conf", Yaml.load(adminConf));
            var context = root.named("contexts", root.text("current-context")).fields("context");
            var cluster = root.named("clusters", context.text("cluster")).fields("cluster");
            var user = root.named("users", context.text("user")).fields("user");
            return new KubeconfigEntry(
                    name,
                    cluster.text("server"),
                    cluster.decoded("certificate-authority-data"),
                    user.decoded("client-certificate-data"),
                    user.decoded("client-key-data"));
        } catch (YamlException | IllegalArgumentException e) {
            throw unusable(String.valueOf(e.getMessage())).causedBy(e);
        }
    }

    /** Returns this entry with another address of the API server. */
    public KubeconfigEntry withServer(String newServer) {
        return new KubeconfigEntry(name, newServer, tlsServerName, caPem, clientCertPem, clientKeyPem);
    }

    /** Returns this entry with a name of the API server that its certificate is checked for, in the place of that in the URL. */
    public KubeconfigEntry withTlsServerName(String newName) {
        return new KubeconfigEntry(name, server, Optional.of(newName), caPem, clientCertPem, clientKeyPem);
    }

    /** Returns a kubeconfig that holds nothing but this entry, and has it as its current context. */
    public String toYaml() {
        return Kubeconfig.empty().with(this).withCurrentContext(name).toYaml();
    }

    Map<String, Object> cluster() {
        var cluster = ordered("certificate-authority-data", encode(caPem), "server", server);
        tlsServerName.ifPresent(one -> cluster.put("tls-server-name", one));
        return item("cluster", cluster);
    }

    Map<String, Object> user() {
        return item(
                "user",
                ordered("client-certificate-data", encode(clientCertPem), "client-key-data", encode(clientKeyPem)));
    }

    Map<String, Object> context() {
        return item("context", ordered("cluster", name, "user", name));
    }

    @Override
    public String toString() {
        return "KubeconfigEntry[%s, %s]".formatted(name, server);
    }

    private Map<String, Object> item(String kind, Map<String, Object> content) {
        return ordered("name", name, kind, content);
    }

    private static Map<String, Object> ordered(String firstKey, Object first, String secondKey, Object second) {
        var map = new LinkedHashMap<String, Object>();
        map.put(firstKey, first);
        map.put(secondKey, second);
        return map;
    }

    private static String encode(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    }

    private static void requirePem(String what, String text) {
        if (!text.startsWith("-----BEGIN ")) {
            throw new IllegalArgumentException(what + " is not PEM");
        }
    }

    private static MinikException unusable(String why) {
        return MinikException.of(
                ExitCode.FAILED,
                "the admin.conf of the control plane cannot be used: " + why,
                "look at /etc/kubernetes/admin.conf in the control plane, or create the cluster anew");
    }

    /** A mapping of a document that is not trusted; what is missing or of another type is an illegal argument that tells where. */
    private record Fields(String where, Map<?, ?> map) {
        Fields(String where, @Nullable Object value) {
            this(where, value instanceof Map<?, ?> found ? found : Map.of());
        }

        String text(String key) {
            if (map.get(key) instanceof String text) {
                return text;
            }
            throw new IllegalArgumentException("%s has no text '%s'".formatted(where, key));
        }

        String decoded(String key) {
            return new String(Base64.getDecoder().decode(text(key)), StandardCharsets.UTF_8);
        }

        Fields fields(String key) {
            return new Fields(where + "." + key, map.get(key));
        }

        Fields named(String list, String name) {
            var items = map.get(list) instanceof List<?> found ? found : List.of();
            for (var item : items) {
                if (item instanceof Map<?, ?> candidate && name.equals(candidate.get("name"))) {
                    return new Fields(list + "[" + name + "]", candidate);
                }
            }
            throw new IllegalArgumentException("%s has no '%s' of the name it refers to".formatted(where, list));
        }
    }
}
