package dev.minik.pki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.Cidr;
import dev.minik.model.IpAddress;
import dev.minik.model.KubernetesVersion;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterPkiTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SERVER = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";

    private static final PkiSpec SPEC = PkiSpec.of(
            KubernetesVersion.parse("v1.37.0"),
            "cluster.local",
            List.of(Cidr.parse("10.96.0.0/16"), Cidr.parse("fd00:10:96::/112")),
            "demo-endpoint",
            List.of("example.test", "192.0.2.7", "*.wild.test"));

    private ClusterPki pki = ClusterPki.create(SPEC, RANDOM, CLOCK);
    private Map<String, PemFile> shared = Map.of();
    private Map<String, PemFile> node = Map.of();

    @BeforeAll
    void make() {
        pki = ClusterPki.create(SPEC, RANDOM, CLOCK);
        var name = "demo-control-plane";
        var addresses = List.of(IpAddress.parse("172.30.0.2"), IpAddress.parse("fc00::2"));
        var etcd = pki.etcd();
        shared = together(pki.sharedFiles(), etcd.authorityFiles());
        node = together(
                pki.controlPlaneFiles(name, addresses),
                together(etcd.memberFiles(name, addresses), etcd.clientFiles()));
    }

    @Test
    void containsWhatKubeadmLooksFor() {
        assertEquals(
                Set.of(
                        "ca.crt",
                        "ca.key",
                        "front-proxy-ca.crt",
                        "front-proxy-ca.key",
                        "etcd/ca.crt",
                        "etcd/ca.key",
                        "sa.key",
                        "sa.pub"),
                names(shared));
        var pairs = Stream.of(
                "apiserver",
                "apiserver-kubelet-client",
                "front-proxy-client",
                "etcd/server",
                "etcd/peer",
                "etcd/healthcheck-client",
                "apiserver-etcd-client");
        assertEquals(
                Stream.concat(pairs.flatMap(name -> Stream.of(name + ".crt", name + ".key")), Stream.of("etcd/ca.crt"))
                        .collect(Collectors.toSet()),
                names(node));
    }

    @Test
    void keepsKeysSecret() {
        var all = new HashMap<>(shared);
        all.putAll(node);
        all.forEach((path, file) -> {
            assertEquals(path.endsWith(".crt") ? 0644 : 0600, file.mode(), path);
            assertEquals(path.endsWith(".key"), file.text().startsWith("-----BEGIN EC PRIVATE KEY-----\n"), path);
            assertFalse(file.toString().contains("BEGIN"), path);
        });
        assertFalse(pki.admin().toString().contains("BEGIN"));
    }

    @ParameterizedTest
    @CsvSource({
        "ca, apiserver",
        "ca, apiserver-kubelet-client",
        "front-proxy-ca, front-proxy-client",
        "etcd/ca, etcd/server",
        "etcd/ca, etcd/peer",
        "etcd/ca, etcd/healthcheck-client",
        "etcd/ca, apiserver-etcd-client"
    })
    void signsWithTheRightCa(String ca, String leaf) throws Exception {
        for (var other : List.of("ca", "front-proxy-ca", "etcd/ca")) {
            var anchor = certificate(shared, other);
            if (other.equals(ca)) {
                verify(certificate(node, leaf), anchor);
            } else {
                assertThrows(Exception.class, () -> verify(certificate(node, leaf), anchor), other);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "apiserver, CN=kube-apiserver, S",
        "apiserver-kubelet-client, CN=kube-apiserver-kubelet-client, C",
        "front-proxy-client, CN=front-proxy-client, C",
        "etcd/server, CN=demo-control-plane, SC",
        "etcd/peer, CN=demo-control-plane, SC",
        "etcd/healthcheck-client, CN=kube-etcd-healthcheck-client, C",
        "apiserver-etcd-client, CN=kube-apiserver-etcd-client, C"
    })
    void saysWhatKubeadmSays(String name, String subject, String usages) throws Exception {
        var certificate = certificate(node, name);
        assertEquals(subject, certificate.getSubjectX500Principal().getName());
        var expected = new HashSet<String>();
        if (usages.contains("S")) {
            expected.add(SERVER);
        }
        if (usages.contains("C")) {
            expected.add(CLIENT);
        }
        assertEquals(expected, new HashSet<>(certificate.getExtendedKeyUsage()));
        assertEquals(Set.of(0, 2), keyUsage(certificate));
        assertEquals(-1, certificate.getBasicConstraints());
        assertEquals(Set.of("2.5.29.15", "2.5.29.19"), certificate.getCriticalExtensionOIDs());
        assertEquals(Date.from(NOW.minus(Duration.ofMinutes(5))), certificate.getNotBefore());
        assertEquals(Date.from(NOW.plus(Duration.ofDays(365))), certificate.getNotAfter());
    }

    @ParameterizedTest
    @CsvSource({"ca, kubernetes", "front-proxy-ca, front-proxy-ca", "etcd/ca, etcd-ca"})
    void makesAuthorities(String name, String commonName) throws Exception {
        var ca = certificate(shared, name);
        assertEquals("CN=" + commonName, ca.getSubjectX500Principal().getName());
        assertEquals(ca.getSubjectX500Principal(), ca.getIssuerX500Principal());
        assertEquals(Integer.MAX_VALUE, ca.getBasicConstraints());
        assertEquals(Set.of(0, 2, 5), keyUsage(ca));
        assertEquals(Set.of(commonName), alternativeNames(ca));
        assertEquals(Date.from(NOW.plus(Duration.ofDays(3650))), ca.getNotAfter());
        ca.verify(ca.getPublicKey());
    }

    @Test
    void namesTheApiServerInEveryWayThatItIsReached() throws Exception {
        assertEquals(
                Set.of(
                        "kubernetes",
                        "kubernetes.default",
                        "kubernetes.default.svc",
                        "kubernetes.default.svc.cluster.local",
                        "localhost",
                        "demo-endpoint",
                        "demo-control-plane",
                        "example.test",
                        "*.wild.test",
                        "127.0.0.1",
                        "10.96.0.1",
                        ip("fd00:10:96::1"),
                        "172.30.0.2",
                        ip("fc00::2"),
                        "192.0.2.7"),
                alternativeNames(certificate(node, "apiserver")));
        var local = Set.of("demo-control-plane", "localhost", "127.0.0.1", ip("::1"), "172.30.0.2", ip("fc00::2"));
        assertEquals(local, alternativeNames(certificate(node, "etcd/server")));
        assertEquals(local, alternativeNames(certificate(node, "etcd/peer")));
        assertEquals(Set.of(), alternativeNames(certificate(node, "apiserver-etcd-client")));
    }

    @Test
    void givesEveryCertificateItsOwnLongSerialNumber() throws Exception {
        var serials = new HashSet<Object>();
        var all = new HashMap<>(shared);
        all.putAll(node);
        for (var path : all.keySet()) {
            if (path.endsWith(".crt")) {
                var serial = certificate(all.get(path).text()).getSerialNumber();
                assertTrue(serial.signum() > 0 && serial.bitLength() == 127, serial::toString);
                assertTrue(serials.add(serial));
            }
        }
        assertEquals(10, serials.size());
    }

    @ParameterizedTest
    @CsvSource({
        "v1.28.15, 'CN=kubernetes-admin,O=system:masters', 'CN=kube-apiserver-kubelet-client,O=system:masters'",
        "v1.29.0, 'CN=kubernetes-admin,O=kubeadm:cluster-admins', 'CN=kube-apiserver-kubelet-client,O=kubeadm:cluster-admins'",
        "v1.35.4, 'CN=kubernetes-admin,O=kubeadm:cluster-admins', 'CN=kube-apiserver-kubelet-client,O=kubeadm:cluster-admins'",
        "v1.36.0, 'CN=kubernetes-admin,O=kubeadm:cluster-admins', CN=kube-apiserver-kubelet-client",
        "v1.37.0, 'CN=kubernetes-admin,O=kubeadm:cluster-admins', CN=kube-apiserver-kubelet-client"
    })
    void givesAdministratorsTheGroupsOfTheVersion(String version, String admin, String kubeletClient) throws Exception {
        var spec = new PkiSpec(KubernetesVersion.parse(version), List.of("localhost"));
        var other = ClusterPki.create(spec, RANDOM, CLOCK);
        assertEquals(admin, subject(other.admin()));
        var files = other.controlPlaneFiles("n", List.of(IpAddress.parse("172.30.0.2")));
        assertEquals(
                kubeletClient,
                certificate(files, "apiserver-kubelet-client")
                        .getSubjectX500Principal()
                        .getName());
    }

    @Test
    void makesClientsThatTheApiServerKnows() throws Exception {
        assertEquals("CN=kubernetes-super-admin,O=system:masters", subject(pki.superAdmin()));
        assertEquals("CN=system:kube-controller-manager", subject(pki.controllerManager()));
        assertEquals("CN=system:kube-scheduler", subject(pki.scheduler()));
        assertEquals("CN=system:node:w1,O=system:nodes", subject(pki.kubelet("w1")));
        assertEquals("CN=ann,O=b,O=a", subject(pki.clientCertificate("ann", List.of("a", "b"))));
        var client = certificate(pki.admin().certificatePem());
        verify(client, certificate(pki.caCertificatePem()));
        assertEquals(List.of(CLIENT), client.getExtendedKeyUsage());
    }

    @Test
    void kubeletsAndControllerManagersServeWithWhatTheClusterSigned() throws Exception {
        var kubelet = pki.kubeletServingFiles("/x/kubelet", "w1", List.of(IpAddress.parse("172.30.0.9")));
        assertEquals(Set.of("/x/kubelet.crt", "/x/kubelet.key"), kubelet.keySet());
        assertServer(kubelet.get("/x/kubelet.crt"), List.of("w1", "172.30.0.9"));
        var manager = pki.controllerManagerServingFiles();
        assertServer(
                manager.get("/etc/kubernetes/pki/controller-manager.crt"), List.of("localhost", "127.0.0.1", "::1"));
    }

    private void assertServer(@Nullable PemFile file, List<String> names) throws Exception {
        var certificate = certificate(Objects.requireNonNull(file).text());
        verify(certificate, certificate(pki.caCertificatePem()));
        assertEquals(List.of(SERVER), certificate.getExtendedKeyUsage());
        assertEquals(names.size(), certificate.getSubjectAlternativeNames().size());
        for (var name : certificate.getSubjectAlternativeNames()) {
            var text = String.valueOf(name.get(1));
            assertTrue(names.contains(text.equals("0:0:0:0:0:0:0:1") ? "::1" : text), text);
        }
    }

    @Test
    void restoresFromTheSharedFilesOfAnotherControlPlane() throws Exception {
        var restored = ClusterPki.restore(SPEC, texts(shared), RANDOM, CLOCK);
        assertEquals(shared, together(restored.sharedFiles(), restored.etcd().authorityFiles()));
        assertEquals(pki.caCertHash(), restored.caCertHash());
        var second = restored.controlPlaneFiles("second", List.of(IpAddress.parse("172.30.0.3")));
        verify(certificate(second, "apiserver"), certificate(shared, "ca"));
        var member = restored.etcd().memberFiles("second", List.of(IpAddress.parse("172.30.0.3")));
        verify(certificate(member, "etcd/peer"), certificate(shared, "etcd/ca"));
    }

    @Test
    void restoresWithoutEtcdFromAControlPlaneThatIsItsClient() throws Exception {
        var restored = ClusterPki.restore(
                SPEC, texts(together(pki.sharedFiles(), pki.etcd().clientFiles())), RANDOM, CLOCK);

        var second = restored.controlPlaneFiles("second", List.of(IpAddress.parse("172.30.0.3")));
        verify(certificate(second, "apiserver"), certificate(shared, "ca"));
        assertEquals(
                ExitCode.WRONG_STATE,
                assertThrows(MinikException.class, restored::etcd).exitCode());
    }

    @Test
    void aMemberAndAClientOfEtcdGetNoKeyOfItsCa() {
        var etcd = pki.etcd();

        assertEquals(
                Set.of("etcd/ca.crt", "apiserver-etcd-client.crt", "apiserver-etcd-client.key"),
                names(etcd.clientFiles()));
        assertEquals(
                Set.of(
                        "etcd/ca.crt",
                        "etcd/server.crt",
                        "etcd/server.key",
                        "etcd/peer.crt",
                        "etcd/peer.key",
                        "etcd/healthcheck-client.crt",
                        "etcd/healthcheck-client.key"),
                names(etcd.memberFiles("demo-etcd", List.of(IpAddress.parse("172.30.0.110")))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"
            })
    void refusesACertificateThatIsNone(String text) {
        var files = texts(shared);
        files.put(ClusterPki.DIRECTORY + "/ca.crt", text);
        assertUnusable(files, "ca.crt");
    }

    @Test
    void refusesACaThatIsIncompleteOrMixedUp() {
        var missing = texts(shared);
        missing.remove(ClusterPki.DIRECTORY + "/etcd/ca.key");
        assertUnusable(missing, "etcd/ca.key");

        var otherKey = texts(shared);
        otherKey.put(ClusterPki.DIRECTORY + "/ca.key", text(shared, "etcd/ca.key"));
        assertUnusable(otherKey, "ca.crt");

        var leaf = texts(shared);
        leaf.put(ClusterPki.DIRECTORY + "/ca.crt", text(node, "apiserver.crt"));
        leaf.put(ClusterPki.DIRECTORY + "/ca.key", text(node, "apiserver.key"));
        assertUnusable(leaf, "ca.crt");

        var garbage = texts(shared);
        garbage.put(
                ClusterPki.DIRECTORY + "/ca.key",
                "-----BEGIN EC PRIVATE KEY-----\nMAMCAQE=\n-----END EC PRIVATE KEY-----\n");
        assertUnusable(garbage, "ca.crt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "under_score", "Upper", "-dash", "a..b", "a b", "a\nb", "999", "1.2.3", "10.0.0.0/8"})
    void refusesNamesThatCannotStandInACertificate(String name) {
        assertThrows(IllegalArgumentException.class, () -> new PkiSpec(SPEC.version(), List.of(name)));
    }

    private static void assertUnusable(Map<String, String> files, String name) {
        var failure = assertThrows(
                MinikException.class,
                () -> ClusterPki.restore(SPEC, files, RANDOM, CLOCK).etcd());
        assertEquals(ExitCode.WRONG_STATE, failure.exitCode());
        assertTrue(failure.message().contains(ClusterPki.DIRECTORY + "/" + name), failure::message);
    }

    private static Map<String, PemFile> together(Map<String, PemFile> some, Map<String, PemFile> others) {
        var all = new TreeMap<>(some);
        all.putAll(others);
        return all;
    }

    private static Map<String, String> texts(Map<String, PemFile> files) {
        var texts = new TreeMap<String, String>();
        files.forEach((path, file) -> texts.put(path, file.text()));
        return texts;
    }

    private static Set<String> names(Map<String, PemFile> files) {
        return files.keySet().stream()
                .map(path -> path.substring(ClusterPki.DIRECTORY.length() + 1))
                .collect(Collectors.toSet());
    }

    private static String text(Map<String, PemFile> files, String name) {
        var file = files.get(ClusterPki.DIRECTORY + "/" + name);
        if (file == null) {
            throw new AssertionError("no " + name);
        }
        return file.text();
    }

    private static String subject(ClientIdentity identity) throws Exception {
        return certificate(identity.certificatePem()).getSubjectX500Principal().getName();
    }

    private static X509Certificate certificate(Map<String, PemFile> files, String name) throws Exception {
        return certificate(text(files, name + ".crt"));
    }

    private static X509Certificate certificate(String pem) throws Exception {
        var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
    }

    private static void verify(X509Certificate leaf, X509Certificate ca) throws Exception {
        var parameters = new PKIXParameters(Set.of(new TrustAnchor(ca, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW));
        var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }

    private static Set<Integer> keyUsage(X509Certificate certificate) {
        var set = new TreeSet<Integer>();
        var bits = certificate.getKeyUsage();
        for (int i = 0; i < bits.length; i++) {
            if (bits[i]) {
                set.add(i);
            }
        }
        return set;
    }

    private static Set<String> alternativeNames(X509Certificate certificate) throws Exception {
        var names = certificate.getSubjectAlternativeNames();
        return names == null
                ? Set.of()
                : names.stream().map(name -> String.valueOf(name.get(1))).collect(Collectors.toSet());
    }

    /** The JDK's spelling of an IPv6 address. */
    private static String ip(String text) throws Exception {
        return InetAddress.getByName(text).getHostAddress();
    }
}
