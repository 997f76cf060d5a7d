package dev.minik.pki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.model.IpAddress;
import dev.minik.model.KubernetesVersion;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The written keys, read by other readers than the code that wrote them. */
class KeyFormatTest {
    private static final ClusterPki PKI = ClusterPki.create(
            new PkiSpec(KubernetesVersion.parse("v1.37.0"), List.of("localhost")),
            new SecureRandom(),
            InstantSource.system());

    @Test
    void everyKeyFitsItsCertificate() throws Exception {
        var addresses = List.of(IpAddress.parse("172.30.0.2"));
        var files = new TreeMap<>(PKI.controlPlaneFiles("n", addresses));
        files.putAll(PKI.etcd().clientFiles());
        files.putAll(PKI.etcd().memberFiles("n", addresses));
        files.putAll(PKI.etcd().authorityFiles());
        int pairs = 0;
        for (var path : files.keySet()) {
            if (path.endsWith(".crt")) {
                var key = text(files, path.replace(".crt", ".key"));
                assertFits(key, publicKeyOf(text(files, path)));
                pairs++;
            }
        }
        assertEquals(8, pairs);
        assertFits(PKI.admin().keyPem(), null);
    }

    @Test
    void serviceAccountKeysAreAPair() throws Exception {
        var files = PKI.sharedFiles();
        try (var parser = new PEMParser(new StringReader(text(files, ClusterPki.DIRECTORY + "/sa.pub")))) {
            var info = (SubjectPublicKeyInfo) parser.readObject();
            var publicKey = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(info.getEncoded()));
            assertFits(text(files, ClusterPki.DIRECTORY + "/sa.key"), publicKey);
        }
    }

    @Test
    void pinsTheCaByItsPublicKey() throws Exception {
        var spki = publicKeyOf(PKI.caCertificatePem()).getEncoded();
        var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(spki));
        assertEquals("sha256:" + hash, PKI.caCertHash());
    }

    @Test
    void breaksLinesAsPemWants() {
        for (var line : PKI.caCertificatePem().split("\n", -1)) {
            assertTrue(line.length() <= 64, line);
        }
        assertTrue(PKI.caCertificatePem().endsWith("-----END CERTIFICATE-----\n"));
    }

    private static void assertFits(String keyPem, @Nullable PublicKey expected) throws Exception {
        try (var parser = new PEMParser(new StringReader(keyPem))) {
            var pair = (PEMKeyPair) parser.readObject();
            var keys = KeyFactory.getInstance("EC");
            var privateKey = (ECPrivateKey) keys.generatePrivate(
                    new PKCS8EncodedKeySpec(pair.getPrivateKeyInfo().getEncoded()));
            var publicKey = (ECPublicKey) keys.generatePublic(
                    new X509EncodedKeySpec(pair.getPublicKeyInfo().getEncoded()));
            if (expected != null) {
                assertEquals(expected, publicKey);
            }
            var content = "content".getBytes(StandardCharsets.UTF_8);
            var signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(privateKey);
            signer.update(content);
            var signature = signer.sign();
            signer.initVerify(publicKey);
            signer.update(content);
            assertTrue(signer.verify(signature));
        }
    }

    private static PublicKey publicKeyOf(String pem) throws Exception {
        var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(bytes)
                .getPublicKey();
    }

    private static String text(Map<String, PemFile> files, String path) {
        var file = files.get(path);
        if (file == null) {
            throw new AssertionError("no " + path);
        }
        return file.text();
    }
}
