package dev.minik.pki;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minik.model.KubernetesVersion;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;

class ClientTlsTest {
    private static final ClusterPki PKI = ClusterPki.create(
            new PkiSpec(KubernetesVersion.parse("v1.37.0"), List.of("localhost")),
            new SecureRandom(),
            InstantSource.system());

    @Test
    void readsKeysAsKubeadmWritesThem() throws Exception {
        var pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        var pkcs1 = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();

        assertNotNull(context(Pem.encode(Pem.RSA_PRIVATE_KEY, pkcs1)));
    }

    @Test
    void refusesOtherKeys() {
        assertThrows(IllegalArgumentException.class, () -> context(Pem.encode("PRIVATE KEY", new byte[] {1})));
    }

    private static Object context(String key) {
        return ClientTls.context(PKI.caCertificatePem(), PKI.admin().certificatePem(), key);
    }
}
