package dev.minik.kubeconfig;

import static dev.minik.kubeconfig.Entries.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigTest {
    private static final String FOREIGN = """
            zebra:
              kept: true
            users:
            - name: bob
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: aws
                  args:
                  - eks
                  - get-token
                  env: null
            kind: Config
            current-context: bob@prod
            contexts:
            - name: bob@prod
              context:
                user: bob
                namespace: '0123'
                cluster: prod
            - 17
            clusters:
            - name: prod
              cluster:
                server: https://prod.example:443
                extensions:
                - name: x
                  extension:
                    last-update: Thu, 01 Jan 2026 00:00:00 UTC
            preferences: {
              }
            apiVersion: v1
            """;

    @Test
    void leavesWhatIsNotOursAsItIs() {
        var before = Kubeconfig.parse(FOREIGN);
        assertEquals(FOREIGN, before.toYaml());
        var merged = before.with(entry("minik-a")).withCurrentContext("minik-a");
        var after = Kubeconfig.parse(merged.toYaml()).without("minik-a").withCurrentContext("bob@prod");
        assertEquals(FOREIGN, after.toYaml());
    }

    @Test
    void replacesAnEntryInItsPlace() {
        var two = Kubeconfig.empty().with(entry("minik-a")).with(entry("minik-b"));
        var moved = two.with(entry("minik-a").withServer("https://127.0.0.1:1"));
        var yaml = moved.toYaml();
        assertEquals(yaml.indexOf("name: minik-a"), yaml.indexOf("name: minik-"));
        assertTrue(yaml.contains("server: https://127.0.0.1:1\n"), yaml);
        assertEquals(two, moved.with(entry("minik-a")));
    }

    @Test
    void removesDuplicatesThatAnotherToolLeft() {
        var twice = Kubeconfig.parse("users: [{name: minik-a, user: {}}, {name: x}, {name: minik-a, user: {}}]");
        var once = twice.with(entry("minik-a")).toYaml();
        assertEquals(once.indexOf("client-key-data"), once.lastIndexOf("client-key-data"));
        assertFalse(twice.without("minik-a").holds("minik-a"));
        assertTrue(twice.without("minik-a").holds("x"));
    }

    @Test
    void unsetsTheCurrentContextOnlyIfItIsOurs() {
        var foreign = Kubeconfig.parse(FOREIGN).with(entry("minik-a"));
        assertTrue(foreign.without("minik-a").mentions("bob@prod"));
        assertFalse(foreign.withCurrentContext("minik-a").without("minik-a").mentions("minik-a"));
        assertTrue(Kubeconfig.parse("current-context: minik-a").mentions("minik-a"));
        assertFalse(Kubeconfig.parse("current-context: minik-a").holds("minik-a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing\n", "---\n", "{}", "clusters: null\nusers: null\ncontexts: null\n"})
    void takesAFileWithoutEntries(String text) {
        var yaml = Kubeconfig.parse(text).with(entry("minik-a")).toYaml();
        assertTrue(Kubeconfig.parse(yaml).holds("minik-a"));
        assertTrue(yaml.contains("apiVersion: v1\n") && yaml.contains("kind: Config\n"), yaml);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "[]", "17", "clusters: {}", "users: x", "contexts: 1"})
    void refusesWhatIsNotAKubeconfig(String text) {
        assertThrows(IllegalArgumentException.class, () -> Kubeconfig.parse(text));
    }
}
