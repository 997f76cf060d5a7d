package dev.minik.cluster.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EtcdMemberTest {
    static final String MANIFEST = """
            apiVersion: v1
            kind: Pod
            spec:
              containers:
              - command:
                - etcd
                - --data-dir=/var/lib/etcd
                - --initial-advertise-peer-urls=https://172.31.0.3:2380
                - --name=demo-control-plane
                image: registry.k8s.io/etcd:3.7.0-0
            """;

    @Test
    void isWhatItsManifestSays() {
        assertEquals(
                new EtcdMember("node", "demo-control-plane", "https://172.31.0.3:2380", "/var/lib/etcd"),
                EtcdMember.parse("node", MANIFEST));
    }

    @Test
    void mayHaveAnAddressOfIpv6() {
        assertEquals(
                "https://[fd00::3]:2380",
                EtcdMember.parse("node", MANIFEST.replace("172.31.0.3", "[fd00::3]"))
                        .peerUrl());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/var/../etc", "/var/lib/.", "var/lib", "/var/lib/a b", "/var//lib", "/var/lib/-rf;x"})
    void aStrangeDirectoryIsRefused(String directory) {
        var failure = assertThrows(
                MinikException.class,
                () -> EtcdMember.parse("node", MANIFEST.replace("=/var/lib/etcd", "=" + directory)));

        assertEquals(ExitCode.WRONG_STATE, failure.exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "spec: {containers: []}", "spec: {containers: [{command: [etcd]}]}", "{{"})
    void whatIsNoManifestIsRefused(String text) {
        assertEquals(
                ExitCode.WRONG_STATE,
                assertThrows(MinikException.class, () -> EtcdMember.parse("node", text))
                        .exitCode());
    }

    @Test
    void aNameWithOthersInItIsRefused() {
        assertThrows(
                MinikException.class,
                () -> EtcdMember.parse("node", MANIFEST.replace("=demo-control-plane", "=a=https://x:1,b")));
    }
}
