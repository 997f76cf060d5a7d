package dev.minik.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** TLS towards an API server with a client's certificate, as a kubeconfig holds it. */
public final class ClientTls {
    private static final char[] NO_PASSWORD = new char[0];
    private static final AlgorithmIdentifier RSA =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);

    private ClientTls() {}

    /**
     * Returns a context that trusts one CA and presents one client.
     *
     * @throws IllegalArgumentException when certificates or key cannot be read; the key must be RSA, as kubeadm makes
     *     them, or of P-256, as minik does
     */
    public static SSLContext context(String caPem, String certificatePem, String keyPem) {
        return context(caPem, certificatePem, keyPem, Optional.empty());
    }

    /**
     * Returns a context that trusts one CA and presents one client.
     *
     * @param serverName the name that the server's certificate must have; empty for that in the URL
     * @throws IllegalArgumentException when certificates or key cannot be read; the key must be RSA, as kubeadm makes
     *     them, or of P-256, as minik does
     */
    public static SSLContext context(String caPem, String certificatePem, String keyPem, Optional<String> serverName) {
        try {
            var client = emptyStore();
            client.setKeyEntry(
                    "client",
                    key(keyPem),
                    NO_PASSWORD,
                    certificates(certificatePem).toArray(Certificate[]::new));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(client, NO_PASSWORD);

            var trusted = emptyStore();
            trusted.setCertificateEntry("ca", certificates(caPem).get(0));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);

            var context = SSLContext.getInstance("TLS");
            var managers = trust.getTrustManagers();
            context.init(
                    keys.getKeyManagers(),
                    serverName
                            .map(name -> new TrustManager[] {new NamedServer((X509TrustManager) managers[0], name)})
                            .orElse(managers),
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("credentials cannot be read: " + e.getMessage(), e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    /** Go writes keys in older forms, which the JDK does not read; PKCS#8 is the same with the algorithm named around it. */
    private static PrivateKey key(String pem) throws GeneralSecurityException, IOException {
        var rsa = pem.contains(Pem.RSA_PRIVATE_KEY);
        var key = ASN1Sequence.getInstance(Pem.decode(rsa ? Pem.RSA_PRIVATE_KEY : Pem.EC_PRIVATE_KEY, pem));
        var algorithm = rsa ? RSA : EcKey.P256;
        var pkcs8 = new PrivateKeyInfo(algorithm, key).getEncoded();
        return KeyFactory.getInstance(rsa ? "RSA" : "EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static List<Certificate> certificates(String pem) throws GeneralSecurityException {
        var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
        return new ArrayList<>(CertificateFactory.getInstance("X.509").generateCertificates(in));
    }
}
