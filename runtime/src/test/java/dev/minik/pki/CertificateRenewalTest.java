package dev.minik.pki;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.IpAddress;
import dev.minik.model.KubernetesVersion;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificateRenewalTest {
    private static final Instant MADE = Instant.parse("2025-01-01T00:00:00Z");
    private static final Instant LATER = MADE.plus(Duration.ofDays(400));
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ClusterPki PKI = ClusterPki.create(
            new PkiSpec(KubernetesVersion.parse("1.37.0"), List.of("localhost", "demo-api")), RANDOM, () -> MADE);
    private static final Map<String, String> AUTHORITIES = authorities();

    @Test
    void aSuccessorSaysTheSameOfTheSameKey() throws Exception {
        var files = PKI.controlPlaneFiles("node", List.of(IpAddress.parse("172.30.0.2")));
        var pem = Objects.requireNonNull(files.get(ClusterPki.path("apiserver.crt")))
                .text();
        var renewal = CertificateRenewal.of(AUTHORITIES, RANDOM, () -> LATER);

        var renewed = renewal.renewed(pem).orElseThrow();

        var old = certificate(pem);
        var fresh = certificate(renewed);
        fresh.verify(certificate(PKI.caCertificatePem()).getPublicKey());
        assertEquals(old.getPublicKey(), fresh.getPublicKey());
        assertEquals(old.getSubjectX500Principal(), fresh.getSubjectX500Principal());
        assertEquals(List.copyOf(old.getSubjectAlternativeNames()), List.copyOf(fresh.getSubjectAlternativeNames()));
        assertEquals(old.getExtendedKeyUsage(), fresh.getExtendedKeyUsage());
        assertArrayEquals(old.getKeyUsage(), fresh.getKeyUsage());
        assertEquals(old.getCriticalExtensionOIDs(), fresh.getCriticalExtensionOIDs());
        assertEquals(old.getNonCriticalExtensionOIDs(), fresh.getNonCriticalExtensionOIDs());
        assertFalse(old.getSerialNumber().equals(fresh.getSerialNumber()));
        assertEquals(LATER.plus(Duration.ofDays(365)), fresh.getNotAfter().toInstant());
        assertTrue(renewal.isDue(pem));
        assertFalse(renewal.isDue(renewed));
    }

    @Test
    void whatStandsBesideACertificateStays() {
        var kubelet = PKI.kubelet("node");
        var renewal = CertificateRenewal.of(AUTHORITIES, RANDOM, () -> LATER);

        var renewed =
                renewal.renewed(kubelet.certificatePem() + kubelet.keyPem()).orElseThrow();

        assertTrue(renewed.endsWith(kubelet.keyPem()), "the key");
        assertFalse(renewed.contains(kubelet.certificatePem()));
    }

    @Test
    void eachAuthorityRenewsItsOwn() throws Exception {
        var renewal = CertificateRenewal.of(AUTHORITIES, RANDOM, () -> LATER);
        var member = PKI.etcd().memberFiles("node", List.of());
        var peer = Objects.requireNonNull(member.get(ClusterPki.path("etcd/peer.crt")))
                .text();

        var etcd = certificate(Objects.requireNonNull(AUTHORITIES.get(EtcdPki.CA_CERTIFICATE)));
        certificate(renewal.renewed(peer).orElseThrow()).verify(etcd.getPublicKey());

        var without = new HashMap<>(AUTHORITIES);
        without.remove(ClusterPki.path("etcd/ca.key"));
        assertEquals(
                Optional.empty(),
                CertificateRenewal.of(without, RANDOM, () -> LATER).renewed(peer));
    }

    @Test
    void anotherClustersCertificateIsNotRenewed() {
        var other = ClusterPki.create(new PkiSpec(KubernetesVersion.parse("1.37.0"), List.of()), RANDOM, () -> MADE);
        var renewal = CertificateRenewal.of(AUTHORITIES, RANDOM, () -> LATER);

        assertEquals(Optional.empty(), renewal.renewed(other.admin().certificatePem()));
        assertEquals(Optional.empty(), renewal.renewed("no certificate"));
        assertFalse(renewal.isDue("no certificate"));
    }

    @Test
    void nothingOutlivesItsAuthority() throws CertificateException {
        var last = MADE.plus(Duration.ofDays(3600));
        var renewal = CertificateRenewal.of(AUTHORITIES, RANDOM, () -> last);

        var renewed = certificate(renewal.renewed(PKI.admin().certificatePem()).orElseThrow());

        assertEquals(certificate(PKI.caCertificatePem()).getNotAfter(), renewed.getNotAfter());
    }

    @Test
    void anAuthorityThatHasRunOutIsTold() {
        var failure = assertThrows(
                MinikException.class,
                () -> CertificateRenewal.of(AUTHORITIES, RANDOM, () -> MADE.plus(Duration.ofDays(3651))));

        assertEquals(ExitCode.WRONG_STATE, failure.exitCode());
    }

    private static Map<String, String> authorities() {
        var files = new HashMap<String, String>();
        PKI.sharedFiles().forEach((path, file) -> files.put(path, file.text()));
        PKI.etcd().authorityFiles().forEach((path, file) -> files.put(path, file.text()));
        return files;
    }

    private static X509Certificate certificate(String pem) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
