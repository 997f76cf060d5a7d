package dev.minik.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.config.NodeConfig.NodeFile;
import dev.minik.config.RegistryConfig;
import dev.minik.config.RegistryConfig.Credentials;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistryFilesTest {
    private static final Optional<Credentials> ME = Optional.of(new Credentials("me", "secret"));
    private static final Optional<String> CA = Optional.of("-----BEGIN CERTIFICATE-----");

    @Test
    void ofARegistryItselfEverythingIsSaidAtTheTop() {
        var files = RegistryFiles.of(List.of(new RegistryConfig("[fd00::1]:5000", List.of(), CA, false, ME)));

        assertEquals(
                List.of(
                        new NodeFile("/etc/containerd/certs.d/[fd00::1]:5000/hosts.toml", 0600, """
                                ca = "/etc/containerd/certs.d/[fd00::1]:5000/ca.crt"
                                [header]
                                Authorization = "Basic bWU6c2VjcmV0"
                                """),
                        new NodeFile("/etc/containerd/certs.d/[fd00::1]:5000/ca.crt", 0644, CA.orElseThrow())),
                files);
    }

    @Test
    void mirrorsKeepPasswordsForThemselves() {
        var mirrors = List.of("https://mirror.example:5000", "https://other.example/v2/hub", "http://plain.example");

        assertEquals("""
                ca = "/etc/containerd/certs.d/docker.io/ca.crt"
                [host."https://mirror.example:5000"]
                capabilities = ["pull", "resolve"]
                ca = "/etc/containerd/certs.d/docker.io/ca.crt"
                [host."https://mirror.example:5000".header]
                Authorization = "Basic bWU6c2VjcmV0"
                [host."https://other.example/v2/hub"]
                capabilities = ["pull", "resolve"]
                override_path = true
                ca = "/etc/containerd/certs.d/docker.io/ca.crt"
                [host."https://other.example/v2/hub".header]
                Authorization = "Basic bWU6c2VjcmV0"
                [host."http://plain.example"]
                capabilities = ["pull", "resolve"]
                [host."http://plain.example".header]
                Authorization = "Basic bWU6c2VjcmV0"
                """, hosts(new RegistryConfig("docker.io", mirrors, CA, false, ME)));
    }

    @Test
    void onlyMirrorsGoUncheckedWhereThereAreSome() {
        assertEquals(
                "skip_verify = true\n",
                hosts(new RegistryConfig("localhost:5001", List.of(), Optional.empty(), true, Optional.empty())));
        assertEquals(
                """
                [host."https://mirror.example"]
                capabilities = ["pull", "resolve"]
                skip_verify = true
                """,
                hosts(new RegistryConfig(
                        "docker.io", List.of("https://mirror.example"), Optional.empty(), true, Optional.empty())));
    }

    @Test
    void containerdOfOtherImagesIsToldWhereToLook() {
        var config = Plans.config("registries: [{host: docker.io, mirrors: ['https://mirror.example']}]\n");
        var kinds = new ImageFacts(
                Plans.KINDS_IMAGE.reference(),
                Plans.KINDS_IMAGE.id(),
                Plans.KINDS_IMAGE.kubernetesVersion(),
                false,
                Optional.of("version = 2\n"));

        var files = Plans.plan(config, Plans.HOST, kinds).firstControlPlane().files();

        var containerd = files.stream()
                .filter(file -> file.path().equals("/etc/containerd/config.toml"))
                .map(NodeFile::content)
                .findFirst()
                .orElse("");
        assertTrue(containerd.contains("config_path = ") && containerd.contains("/etc/containerd/certs.d"), containerd);
    }

    private static String hosts(RegistryConfig registry) {
        return RegistryFiles.of(List.of(registry)).get(0).content();
    }
}
