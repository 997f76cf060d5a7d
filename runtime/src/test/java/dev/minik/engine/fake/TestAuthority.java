package dev.minik.engine.fake;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A CA of a test's own, for engines behind TLS and their clients. */
public final class TestAuthority {
    private static final int CURVE_BITS = 256;
    private static final Duration DAY = Duration.ofDays(1);

    private final KeyPair keys = keyPair("EC");
    private final X509Certificate certificate;

    /** Makes a CA; two of the same name differ in their keys. */
    public TestAuthority() {
        certificate = sign(keys, "test-ca", List.of(), Instant.now().plus(DAY), true);
    }

    /** A certificate and its key. */
    public record Identity(X509Certificate certificate, KeyPair keys) {
        /** Returns the key as OpenSSL writes it today. */
        public String pkcs8() {
            return pem(new PemObject("PRIVATE KEY", keys.getPrivate().getEncoded()));
        }

        /** Returns the key in the older form of its kind: PKCS#1 or SEC 1. */
        public String traditional() {
            if (keys.getPrivate() instanceof ECPrivateKey curve) {
                // the JDK names the curve outside of what SEC 1 says only
                return pem(new PemObject("EC PRIVATE KEY", sec1(curve)));
            }
            return pem(keys.getPrivate());
        }
    }

    private static byte[] sec1(ECPrivateKey key) {
        try {
            return new org.bouncycastle.asn1.sec.ECPrivateKey(CURVE_BITS, key.getS(), SECObjectIdentifiers.secp256r1)
                    .getEncoded();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the CA's certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * Issues a certificate for a day.
     *
     * @param algorithm of its key: {@code RSA} or {@code EC}
     * @param addresses the IP addresses that it is for
     */
    public Identity issue(String algorithm, String... addresses) {
        return issue(algorithm, Instant.now().plus(DAY), addresses);
    }

    /** Issues a certificate that was valid until a minute ago. */
    public Identity issueExpired(String... addresses) {
        return issue("EC", Instant.now().minusSeconds(60), addresses);
    }

    private Identity issue(String algorithm, Instant until, String... addresses) {
        var own = keyPair(algorithm);
        return new Identity(sign(own, "test", List.of(addresses), until, false), own);
    }

    /** Writes what a client needs into a directory: the CA's certificate, and the client's with its key. */
    public Path writeClient(Path directory, Identity client) {
        write(directory, "ca.pem", pem(certificate));
        write(directory, "cert.pem", pem(client.certificate()));
        write(directory, "key.pem", client.pkcs8());
        return directory;
    }

    /** Writes a file of a directory, which is made if need be, and returns it. */
    public static Path write(Path directory, String name, String text) {
        try {
            return Files.writeString(Files.createDirectories(directory).resolve(name), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns a certificate or key as PEM. */
    public static String pem(Object object) {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object instanceof PemObject ? object : new JcaMiscPEMGenerator(object));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }

    private X509Certificate sign(KeyPair own, String name, List<String> addresses, Instant until, boolean authority) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    new X500Name("CN=test-ca"),
                    BigInteger.valueOf(System.nanoTime()),
                    Date.from(until.minus(DAY.multipliedBy(2))),
                    Date.from(until),
                    new X500Name("CN=" + name),
                    own.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!addresses.isEmpty()) {
                var names = addresses.stream()
                        .map(address -> new GeneralName(GeneralName.iPAddress, address))
                        .toArray(GeneralName[]::new);
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            var signed = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
            return new JcaX509CertificateConverter().getCertificate(signed);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keyPair(String algorithm) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("RSA") ? 2048 : CURVE_BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
