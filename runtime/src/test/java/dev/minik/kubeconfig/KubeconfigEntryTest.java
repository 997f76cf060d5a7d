package dev.minik.kubeconfig;

import static dev.minik.kubeconfig.Entries.CA;
import static dev.minik.kubeconfig.Entries.CERTIFICATE;
import static dev.minik.kubeconfig.Entries.KEY;
import static dev.minik.kubeconfig.Entries.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigEntryTest {
    private static final String ADMIN_CONF = """
            apiVersion: v1
            clusters:
            - cluster:
                certificate-authority-data: %s
                server: https://demo-endpoint:6443
              name: kubernetes
            - cluster: {server: "https://wrong:1"}
              name: other
            contexts:
            - context: {cluster: other, user: other}
              name: other
            - context:
                cluster: kubernetes
                user: kubernetes-admin
              name: kubernetes-admin@kubernetes
            current-context: kubernetes-admin@kubernetes
            kind: Config
            preferences: {}
            users:
            - name: kubernetes-admin
              user:
                client-certificate-data: %s
                client-key-data: %s
            """.formatted(base64(CA), base64(CERTIFICATE), base64(KEY));

    @Test
    void isNamedAfterItsCluster() {
        assertEquals("minik-demo", KubeconfigEntry.nameOf(new ClusterName("demo")));
    }

    @Test
    void isReadFromAnAdminConf() {
        var entry = KubeconfigEntry.fromAdminConf("minik-demo", ADMIN_CONF);
        assertEquals(new KubeconfigEntry("minik-demo", "https://demo-endpoint:6443", CA, CERTIFICATE, KEY), entry);
        var moved = entry.withServer("https://127.0.0.1:32771");
        assertEquals("https://127.0.0.1:32771", moved.server());
        assertEquals(moved, KubeconfigEntry.fromAdminConf("minik-demo", moved.toYaml()));
    }

    @Test
    void maySayWhichNameTheServersCertificateHas() {
        var yaml = entry("minik-demo").withTlsServerName("kubernetes").toYaml();

        assertTrue(yaml.contains("    server: https://127.0.0.1:6443\n    tls-server-name: kubernetes\n"), yaml);
    }

    @Test
    void isWrittenAsKubectlReadsIt() {
        assertEquals(
                """
                apiVersion: v1
                kind: Config
                clusters:
                - name: minik-demo
                  cluster:
                    certificate-authority-data: %s
                    server: https://127.0.0.1:6443
                contexts:
                - name: minik-demo
                  context:
                    cluster: minik-demo
                    user: minik-demo
                users:
                - name: minik-demo
                  user:
                    client-certificate-data: %s
                    client-key-data: %s
                current-context: minik-demo
                """.formatted(base64(CA), base64(CERTIFICATE), base64(KEY)),
                entry("minik-demo").toYaml());
    }

    @Test
    void takesNoProgramOrFileFromANode() {
        var hostile = ADMIN_CONF
                .replace(
                        "    client-key-data:",
                        "    exec: {command: /bin/evil}\n    tokenFile: /etc/passwd\n    client-key-data:")
                .replace("    server: https://demo", "    proxy-url: http://evil\n    server: https://demo");
        assertTrue(hostile.contains("/bin/evil") && hostile.contains("proxy-url"));
        assertEquals(
                KubeconfigEntry.fromAdminConf("minik-demo", ADMIN_CONF),
                KubeconfigEntry.fromAdminConf("minik-demo", hostile));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "a: b: c",
                "current-context: x",
                "current-context: {a: b}",
                "{current-context: x, contexts: [{name: x}]}",
                "{current-context: x, contexts: {name: x}}",
                "!!javax.script.ScriptEngineManager []"
            })
    void refusesWhatKubeadmDoesNotWrite(String text) {
        var failure = assertThrows(MinikException.class, () -> KubeconfigEntry.fromAdminConf("minik-demo", text));
        assertEquals(ExitCode.FAILED, failure.exitCode());
    }

    @Test
    void refusesWhatIsTooLarge() {
        var large = ADMIN_CONF + "# ".repeat(200_000);
        var failure = assertThrows(MinikException.class, () -> KubeconfigEntry.fromAdminConf("minik-demo", large));
        assertTrue(failure.message().contains("characters"), failure::message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:6443",
                "https://user@host:6443",
                "https://host:6443/path",
                "https://host:6443\nx",
                "https://",
                "file:///etc/passwd"
            })
    void refusesAServerThatIsNone(String server) {
        var entry = entry("minik-demo");
        assertThrows(IllegalArgumentException.class, () -> entry.withServer(server));
    }

    @Test
    void takesAddressesOfAllKinds() {
        for (var server : new String[] {"https://[::1]:6443", "https://demo.example:443/", "https://10.0.0.1"}) {
            assertEquals(server, entry("minik-demo").withServer(server).server());
        }
    }

    @Test
    void refusesDataThatIsNotPem() {
        var text = ADMIN_CONF.replace(base64(KEY), base64("secret"));
        var failure = assertThrows(MinikException.class, () -> KubeconfigEntry.fromAdminConf("minik-demo", text));
        assertTrue(failure.message().contains("client's key"), failure::message);
        assertFalse(failure.message().contains("secret"), failure::message);
    }

    @Test
    void keepsItsKeyOutOfLogs() {
        assertFalse(entry("minik-demo").toString().contains("BEGIN"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
