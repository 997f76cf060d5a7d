package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cluster.registry.Registries.DeleteOptions;
import dev.minik.cluster.registry.Registries.Upstream;
import dev.minik.config.RegistryConfig.Credentials;
import dev.minik.model.ClusterName;
import dev.minik.model.RegistryName;
import dev.minik.yaml.Yaml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryCommandsTest {
    private final CliHarness minik = new CliHarness();

    @Test
    void aRegistryIsCreatedWithDefaults() {
        var result = minik.run("create", "registry");

        assertEquals(0, result.code());
        assertEquals("", result.out());
        var wanted = minik.services.registries.wanted.get(0);
        assertEquals("registry", wanted.name().value());
        assertEquals(OptionalInt.empty(), wanted.port());
        assertEquals(Optional.empty(), wanted.upstream());
        assertTrue(result.err().contains("docker push localhost:5001/IMAGE"), result.err());
        assertTrue(result.err().contains("--registry registry"), result.err());
        assertTrue(minik.run("create", "registry").err().contains("there already"));
    }

    @Test
    void allOptionsArrive() {
        minik.input = "s3cret\nmore\n";
        minik.run(
                "create",
                "registry",
                "hub",
                "--port",
                "0",
                "--proxy-remote-url",
                "docker.io",
                "--username",
                "me",
                "--password-stdin",
                "--image",
                "registry:3",
                "--cluster",
                "a",
                "--cluster",
                "b");

        var wanted = minik.services.registries.wanted.get(0);
        assertEquals(OptionalInt.of(0), wanted.port());
        assertEquals(
                Optional.of(new Upstream("https://registry-1.docker.io", Optional.of(new Credentials("me", "s3cret")))),
                wanted.upstream());
        assertEquals(Optional.of("registry:3"), wanted.image());
        assertEquals(List.of(new ClusterName("a"), new ClusterName("b")), wanted.clusters());
    }

    @ParameterizedTest
    @CsvSource({
        "docker.io, https://registry-1.docker.io",
        "https://index.docker.io/, https://registry-1.docker.io",
        "registry.k8s.io, https://registry.k8s.io",
        "http://mirror.example:5000, http://mirror.example:5000",
        "'http://[fd00::1]:5000', 'http://[fd00::1]:5000'"
    })
    void upstreamsAreWrittenInOneWay(String given, String expected) {
        assertEquals(
                0, minik.run("create", "registry", "--proxy-remote-url", given).code());
        assertEquals(
                expected,
                minik.services
                        .registries
                        .wanted
                        .get(0)
                        .upstream()
                        .map(Upstream::url)
                        .orElse(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--port 65536",
                "--port -1",
                "--image Not:an:Image",
                "--proxy-remote-url ftp://mirror.example",
                "--proxy-remote-url https://mirror.example/path",
                "--proxy-remote-url https://me:x@mirror.example",
                "--proxy-remote-url http://localhost:5000",
                "--proxy-remote-url https://a/?b",
                "--username me",
                "--password-stdin",
                "--username me --password-stdin",
                "--proxy-remote-url docker.io --username me --password-stdin",
                "--cluster No",
                "Not_a_name",
                "a-name-of-more-than-thirty-characters"
            })
    void whatIsWrongIsToldBeforeAnythingIsMade(String options) {
        var words = ("create registry " + options).split(" ");

        var result = minik.run(words);

        assertEquals(2, result.code(), result.err());
        assertEquals(List.of(), minik.services.registries.wanted);
    }

    @Test
    void registriesAreListed() {
        assertEquals(new CliHarness.Result(0, "", "No registries found.\n"), minik.run("get", "registries"));
        minik.run("create", "registry", "dev", "--cluster", "a");

        assertEquals("dev\n", minik.run("get", "registries").out());
        assertEquals(
                List.of(Map.of(
                        "name", "dev",
                        "state", "running",
                        "host", "localhost:5001",
                        "inside", "minik-dev:5000",
                        "upstream", "",
                        "clusters", List.of("a"),
                        "image", "localhost/minik-registry:v3.1.2")),
                Yaml.load(minik.run("get", "registries", "-o", "yaml").out()));
    }

    @Test
    void aRegistryIsDeleted() {
        minik.run("create", "registry", "dev");

        assertEquals(
                new CliHarness.Result(0, "", "Deleted registry \"dev\".\n"),
                minik.run("delete", "registry", "dev", "--keep-data", "--force"));
        assertEquals(
                new CliHarness.Result(0, "", "There is no registry \"dev\": nothing to delete.\n"),
                minik.run("delete", "registry", "dev"));
        assertEquals(
                List.of(new DeleteOptions(true, true), new DeleteOptions(false, false)),
                minik.services.registries.deletions);
    }

    @Test
    void aClusterUsesRegistriesThatItsCommandNames() {
        assertEquals(
                0,
                minik.run("create", "cluster", "--registry", "dev", "--registry", "hub", "--registry", "dev")
                        .code());

        assertEquals(
                List.of(new RegistryName("dev"), new RegistryName("hub")),
                minik.clusters.created.get(0).localRegistries());
        assertEquals(2, minik.run("create", "cluster", "--registry", "No").code());
    }

    @Test
    void imagesAreAddedToANodeImage() {
        var result = minik.run("build", "node-image", "--add-image", "app:1", "--add-image", "x.tar", "--image", "n:1");

        assertEquals(new CliHarness.Result(0, "n:1\n", ""), result);
        assertEquals(List.of("app:1", "x.tar"), minik.services.additions.get(0).images());
        assertEquals(List.of(), minik.services.builds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--base-image a",
                "--add-image a --source release",
                "--add-image a --base-image b --kubernetes-version v1.37.0"
            })
    void optionsThatCannotGoTogetherAreRefused(String options) {
        assertEquals(2, minik.run(("build node-image " + options).split(" ")).code());
    }
}
