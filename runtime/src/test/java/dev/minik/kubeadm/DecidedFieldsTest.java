package dev.minik.kubeadm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.BootstrapToken;
import dev.minik.plan.Plans;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patches may not change what certificates, networks and manifests have been made by. */
class DecidedFieldsTest {
    private static final BootstrapCredentials CREDENTIALS =
            new BootstrapCredentials(BootstrapToken.random(new SecureRandom()), Duration.ofMinutes(30));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ClusterConfiguration | networking: {podSubnet: 10.1.0.0/16} | say networking.podSubnet in the config",
                "ClusterConfiguration | networking: {serviceSubnet: 10.1.0.0/16} | say networking.serviceSubnet in the config",
                "ClusterConfiguration | networking: {dnsDomain: a.example} | say networking.dnsDomain",
                "ClusterConfiguration | controlPlaneEndpoint: a:6443 | leave it out of the patch",
                "ClusterConfiguration | certificatesDir: /etc/other | leave it out of the patch",
                "ClusterConfiguration | kubernetesVersion: v1.30.0 | choose another node image",
                "InitConfiguration | nodeRegistration: {name: a} | leave it out of the patch",
                "InitConfiguration | localAPIEndpoint: {advertiseAddress: 10.0.0.1} | leave it out of the patch",
                "InitConfiguration | localAPIEndpoint: {bindPort: 443} | leave it out of the patch",
                "JoinConfiguration | nodeRegistration: {name: a} | leave it out of the patch",
            })
    void aPatchOfOneIsRefused(String kind, String field, String remedy) {
        var failure = assertThrows(MinikException.class, () -> check("{kind: %s, %s}".formatted(kind, field)));

        assertEquals(ExitCode.INVALID_CONFIG, failure.exitCode());
        assertTrue(failure.message().contains(" of " + kind + " '"), failure.message());
        assertTrue(String.valueOf(failure.remedy()).startsWith(remedy), failure.remedy());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "networking: {podSubnet: 10.244.0.0/16, serviceSubnet: 10.96.0.0/16, dnsDomain: cluster.local}",
                "kubernetesVersion: v1.37.0",
                "kubernetesVersion: 1.37.0",
                "certificatesDir: /etc/kubernetes/pki",
                "controlPlaneEndpoint: demo-api:6443",
            })
    void oneThatSaysTheSameIsFine(String field) {
        assertEquals(Set.of(), check("{kind: ClusterConfiguration, %s}".formatted(field)));
    }

    @Test
    void namesOfTheApiServerComeIntoItsCertificates() {
        var plan = Plans.plan("""
                kubeadmConfigPatches: ["{kind: ClusterConfiguration, apiServer: {certSANs: [ci-host, 192.0.2.1]}}"]
                kubeadmConfigPatchesJSON6902:
                - kind: ClusterConfiguration
                  patch: '[{op: add, path: /apiServer/certSANs/-, value: other.example}]'
                """);

        assertEquals(
                List.of("localhost", "127.0.0.1", "ci-host", "192.0.2.1", "other.example"),
                KubeadmConfig.apiServerNames(plan));
    }

    @ParameterizedTest
    @ValueSource(strings = {"My_Host", "10.0.0.1:6443", "1.2.3.256"})
    void aNameThatNoCertificateTakesIsRefused(String name) {
        var failure = assertThrows(
                MinikException.class,
                () -> check("{kind: ClusterConfiguration, apiServer: {certSANs: ['%s']}}".formatted(name)));

        assertEquals(ExitCode.INVALID_CONFIG, failure.exitCode());
        assertTrue(failure.message().contains(name), failure.message());
    }

    private static Set<String> check(String patch) {
        var plan = Plans.plan("kubeadmConfigPatches: [\"%s\"]\n%s".formatted(patch, Plans.nodes(1, 1)));
        return new KubeadmConfig(plan, CREDENTIALS).check();
    }
}
