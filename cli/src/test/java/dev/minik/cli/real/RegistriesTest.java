package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cli.docs.MarkdownPage;
import dev.minik.cli.real.TestRegistry.Access;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.fake.TestAuthority;
import dev.minik.engine.locate.EngineLocator;
import dev.minik.release.KubernetesCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nodes that have no container image at all pull every one from a registry with a private CA, as the config file says. */
@Tag("image")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistriesTest {
    private static final String CLUSTER = "registries";
    private static final String EMPTY = "localhost/minik-empty-store:test";
    private static final String PACKED = EMPTY + "-packed";

    private final TestAuthority authority = new TestAuthority();

    @TempDir
    static Path directory = Path.of("");

    private ImageLayout images = new ImageLayout(directory, Map.of());

    @BeforeAll
    void make() throws IOException {
        removeImages(); // what a test that was killed may have left is of another day
        var own = "localhost/minik-node:"
                + KubernetesCatalogue.load().defaultRelease().version();
        shell().run(MarkdownPage.root().resolve("bench/content-only").toString(), own, PACKED)
                .ok();
        images = ImageLayout.export(shell(), PACKED, directory.resolve("images"));
        try (var dockerfile =
                Objects.requireNonNull(RegistriesTest.class.getResourceAsStream("empty-store.Dockerfile"))) {
            var context = Files.createDirectories(directory.resolve("context"));
            Files.copy(dockerfile, context.resolve("Dockerfile"));
            shell().run("docker", "build", "--build-arg", "IMAGE=" + own, "--tag", EMPTY, context.toString())
                    .ok();
        }
        TestAuthority.write(directory, "ca.pem", TestAuthority.pem(authority.certificate()));
        TestAuthority.write(directory, "other-ca.pem", TestAuthority.pem(new TestAuthority().certificate()));
        TestAuthority.write(directory, "password", TestRegistry.PASSWORD + "\n");
        TestAuthority.write(directory, "other-password", "guessed\n");
    }

    @AfterAll
    void removeImages() {
        shell().run("docker", "image", "rm", EMPTY);
        shell().run("docker", "image", "rm", PACKED);
    }

    @Test
    void aMirrorServesAllImages() throws IOException {
        try (var mirror = new TestRegistry(authority, Access.BASIC, images)) {
            var config = config(mirrors(mirror, "ca.pem", "password"));
            try (var cluster =
                    NewCluster.create(shell(), CLUSTER, "--image", EMPTY, "--workers", "1", "--config", config)) {
                cluster.works();

                assertEquals(List.of(), notServed(cluster, mirror));
                assertTrue(
                        mirror.served().stream().anyMatch(name -> name.startsWith("registry.k8s.io/pause:")),
                        () -> "sandboxes: " + mirror.served());
            }
        }
    }

    @Test
    void aRepositoryHasKubernetesOwnImages() throws IOException {
        try (var registry = new TestRegistry(authority, Access.TOKEN, images)) {
            var config = config("imageRepository: %s/k8s\n%s- host: %s\n%s"
                    .formatted(
                            registry.address(),
                            mirrors(registry, "ca.pem", "password"),
                            registry.address(),
                            access("ca.pem", "password")));
            try (var cluster = NewCluster.create(shell(), CLUSTER, "--image", EMPTY, "--config", config)) {
                assertEquals(List.of(), notServed(cluster, registry));
                var kubernetes = registry.served().stream()
                        .filter(name -> name.startsWith("registry.k8s.io/"))
                        .toList();
                assertTrue(
                        kubernetes.size() == 1 && kubernetes.get(0).startsWith("registry.k8s.io/pause:"),
                        () -> "only sandboxes are not from the repository: " + kubernetes);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"other-ca.pem, password, unknown authority", "ca.pem, other-password, authorization failed"})
    void whyAnImageCannotBePulledIsTold(String ca, String password, String why) throws IOException {
        try (var mirror = new TestRegistry(authority, Access.BASIC, images)) {
            var config = config(mirrors(mirror, ca, password));

            var created = shell().minik("create", "cluster", CLUSTER, "--image", EMPTY, "--config", config)
                    .exits(1);

            var cause = created.stderr()
                    .lines()
                    .filter(line -> line.contains("image-pulls failed on node " + CLUSTER + "-control-plane: image "))
                    .findFirst()
                    .orElse("");
            assertTrue(cause.contains("registry.k8s.io/") && cause.contains(why), created::stderr);
            try (var engine = EngineLocator.of(HostEnvironment.current()).locate(Optional.empty())) {
                assertEquals(List.of(), new EngineState(engine).remains(CLUSTER));
            }
        }
    }

    /** Returns the images of pods that the registry has not given. */
    private static List<String> notServed(NewCluster cluster, TestRegistry registry) {
        var pods = cluster.kubectl(
                        "get",
                        "pods",
                        "--all-namespaces",
                        "--output",
                        "jsonpath={range .items[*].spec}{.initContainers[*].image} {.containers[*].image} {end}")
                .ok()
                .stdout();
        var wanted = new TreeSet<>(List.of(pods.strip().split("\\s+")));
        assertTrue(wanted.size() > 5, pods);
        wanted.removeAll(registry.served());
        return List.copyOf(wanted);
    }

    private String mirrors(TestRegistry mirror, String ca, String password) {
        return "registries:\n"
                + images.manifests().keySet().stream()
                        .map(name -> name.substring(0, name.indexOf('/')))
                        .distinct()
                        .sorted()
                        .map(host -> "- host: %s\n  mirrors: [\"https://%s\"]\n%s"
                                .formatted(host, mirror.address(), access(ca, password)))
                        .collect(Collectors.joining());
    }

    private static String access(String ca, String password) {
        return "  ca: %1$s/%2$s\n  username: %3$s\n  passwordFile: %1$s/%4$s\n"
                .formatted(directory, ca, TestRegistry.USER, password);
    }

    private static String config(String fields) {
        return shell().file("registries.yaml", "apiVersion: minik.dev/v1alpha1\nkind: Cluster\n" + fields)
                .toString();
    }

    private static Shell shell() {
        return new Shell(directory);
    }
}
