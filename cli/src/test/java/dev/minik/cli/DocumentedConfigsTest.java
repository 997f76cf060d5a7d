package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.minik.cli.docs.MarkdownPage;
import dev.minik.config.ClusterConfig;
import dev.minik.config.ConfigLoader;
import dev.minik.config.ConfigOverrides;
import dev.minik.config.ConfigSource;
import dev.minik.release.KubernetesCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every whole configuration file that a page shows is read without a word. */
class DocumentedConfigsTest {
    private final List<String> warnings = new ArrayList<>();

    @TempDir
    Path directory = Path.of("");

    static Stream<String> files() {
        return Stream.of("docs/user-guide.md", "docs/topologies.md", "docs/config.md", "docs/troubleshooting.md")
                .flatMap(page -> MarkdownPage.of(page).texts("yaml").stream())
                .filter(text -> text.contains("\nkind: Cluster\n"));
    }

    @BeforeEach
    void writeWhatTheyName() throws IOException {
        for (String name : List.of("mirror-ca.pem", "registry-ca.pem")) {
            Files.writeString(directory.resolve(name), "-----BEGIN CERTIFICATE-----\n");
        }
        Files.writeString(directory.resolve("mirror-password.txt"), "secret\n");
    }

    @ParameterizedTest
    @MethodSource("files")
    void isRead(String text) {
        load(text);

        assertEquals(List.of(), warnings);
    }

    @Test
    void theGuideShowsRegistries() {
        var registries = files().map(this::load)
                .flatMap(config -> config.registries().stream())
                .toList();

        assertFalse(registries.isEmpty());
        assertEquals("secret", registries.get(0).credentials().orElseThrow().password());
    }

    private ClusterConfig load(String text) {
        return new ConfigLoader(KubernetesCatalogue.load(), directory, warnings::add)
                .load(Optional.of(new ConfigSource("documented.yaml", text)), ConfigOverrides.NONE);
    }
}
