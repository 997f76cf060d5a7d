package dev.minik.cli.real;

import dev.minik.cli.docs.MarkdownPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages' commands do what the pages say: they succeed, one after the other. */
class DocumentationTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    @Tag("cluster")
    void theReadmesQuickStart() throws IOException {
        walk("README.md", List.of("minik"));
    }

    @Test
    @Tag("versions")
    void theUserGuide() throws IOException {
        Files.copy(MarkdownPage.root().resolve("examples/single.yaml"), directory.resolve("cluster.yaml"));
        try {
            walk("docs/user-guide.md", List.of("minik", "demo", "old", "single", "timed", "learn", "shop"));
        } finally {
            List.of("dev", "hub").forEach(name -> new Shell(directory).minik("delete", "registry", name, "--force"));
        }
    }

    @Test
    @Tag("versions")
    void nodesAndNetworks() throws IOException {
        walk("docs/topologies.md", List.of("ha"));
    }

    @Test
    @Tag("versions")
    void nodeImages() throws IOException {
        walk("docs/node-image.md", List.of("minik"));
    }

    @Test
    @Tag("guides")
    void kubeadmByHand() throws IOException {
        walk("docs/guides/kubeadm-by-hand.md", List.of("learn"));
    }

    @Test
    @Tag("guides")
    void aWeekWithACluster() throws IOException {
        walk("docs/guides/a-week-with-a-cluster.md", List.of("week"));
    }

    private void walk(String page, List<String> clusters) throws IOException {
        var walk = new DocumentedWalk(directory);
        try {
            walk.run(MarkdownPage.of(page));
        } finally {
            walk.end(clusters);
        }
    }
}
