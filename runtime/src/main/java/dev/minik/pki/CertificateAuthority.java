package dev.minik.pki;

import dev.minik.digest.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/**
 * A CA: its certificate and key. Subjects, usages and lengths of life are those of kubeadm's {@code pkiutil}
 * (https://github.com/kubernetes/kubernetes/blob/v1.37.0/cmd/kubeadm/app/util/pkiutil/pki_helpers.go).
 */
record CertificateAuthority(X509CertificateHolder certificate, EcKey key) {
    /** For a node whose clock is behind, and as kubeadm does. */
    private static final Duration BACKDATE = Duration.ofMinutes(5);

    private static final Duration LIFE_OF_CA = Duration.ofDays(3650);
    private static final Duration LIFE_OF_LEAF = Duration.ofDays(365);
    private static final int USAGE = KeyUsage.digitalSignature | KeyUsage.keyEncipherment;
    private static final int SERIAL_BITS = 127;
    private static final int KEY_IDENTIFIER_BYTES = 20;

    static CertificateAuthority create(String commonName, SecureRandom random, Instant now) {
        var key = EcKey.random(random);
        var name = name(commonName, List.of());
        var builder = builder(name, name, key.publicKey(), random, now, LIFE_OF_CA);
        extend(builder, Extension.keyUsage, true, new KeyUsage(USAGE | KeyUsage.keyCertSign));
        extend(builder, Extension.basicConstraints, true, new BasicConstraints(true));
        extend(builder, Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(identify(key.publicKey())));
        extend(
                builder,
                Extension.subjectAlternativeName,
                false,
                SubjectNames.of(List.of(commonName)).toGeneralNames());
        return new CertificateAuthority(builder.build(new Signer(key, random)), key);
    }

    /** Reads a CA from its two files; throws {@link IllegalArgumentException} if they are not a CA and its P-256 key. */
    static CertificateAuthority parse(String certificatePem, String keyPem) {
        X509CertificateHolder certificate;
        try {
            certificate = new X509CertificateHolder(Pem.decode(Pem.CERTIFICATE, certificatePem));
        } catch (IOException e) {
            throw new IllegalArgumentException("not a certificate", e);
        }
        var constraints = BasicConstraints.fromExtensions(certificate.getExtensions());
        if (constraints == null || !constraints.isCA()) {
            throw new IllegalArgumentException("not the certificate of a CA");
        }
        return new CertificateAuthority(certificate, EcKey.parse(keyPem, certificate.getSubjectPublicKeyInfo()));
    }

    ClientIdentity issue(Leaf leaf, SecureRandom random, Instant now) {
        var leafKey = EcKey.random(random);
        var subject = name(leaf.commonName(), leaf.organizations());
        var builder = builder(certificate.getSubject(), subject, leafKey.publicKey(), random, now, LIFE_OF_LEAF);
        extend(builder, Extension.keyUsage, true, new KeyUsage(USAGE));
        extend(builder, Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes(leaf)));
        extend(builder, Extension.basicConstraints, true, new BasicConstraints(false));
        var authority = SubjectKeyIdentifier.fromExtensions(certificate.getExtensions());
        if (authority != null) {
            extend(
                    builder,
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(authority.getKeyIdentifier()));
        }
        if (!leaf.names().isEmpty()) {
            extend(
                    builder,
                    Extension.subjectAlternativeName,
                    false,
                    leaf.names().toGeneralNames());
        }
        return new ClientIdentity(pem(builder.build(new Signer(key, random))), leafKey.toPem());
    }

    /** Returns whether this CA has signed a certificate. */
    boolean hasIssued(X509CertificateHolder leaf) {
        try {
            var verifier = new JcaContentVerifierProviderBuilder().build(certificate);
            return leaf.getIssuer().equals(certificate.getSubject()) && leaf.isSignatureValid(verifier);
        } catch (OperatorCreationException | CertException | CertificateException e) {
            return false;
        }
    }

    /** Makes the successor of a certificate that this CA has signed: the same of the same key, from now on; it ends with the CA. */
    String renew(X509CertificateHolder old, SecureRandom random, Instant now) {
        var left = Duration.between(now, certificate.getNotAfter().toInstant());
        var life = left.compareTo(LIFE_OF_LEAF) < 0 ? left : LIFE_OF_LEAF;
        var builder =
                builder(certificate.getSubject(), old.getSubject(), old.getSubjectPublicKeyInfo(), random, now, life);
        for (var id : old.getExtensions().getExtensionOIDs()) {
            copy(builder, old.getExtension(id));
        }
        return pem(builder.build(new Signer(key, random)));
    }

    private static void copy(X509v3CertificateBuilder builder, Extension extension) {
        try {
            builder.addExtension(extension);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String certificatePem() {
        return pem(certificate);
    }

    /** Returns the pin by which {@code kubeadm join} knows the CA: https://kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-join/ */
    String publicKeyHash() {
        return "sha256:" + Sha256.of(key.publicDer());
    }

    /** RFC 7093, section 2, method 1: no SHA-1, as nothing but equality counts. */
    private static byte[] identify(SubjectPublicKeyInfo publicKey) {
        return Arrays.copyOf(Sha256.digest().digest(publicKey.getPublicKeyData().getBytes()), KEY_IDENTIFIER_BYTES);
    }

    private static KeyPurposeId[] purposes(Leaf leaf) {
        if (leaf.server() && leaf.client()) {
            return new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
        }
        return new KeyPurposeId[] {leaf.server() ? KeyPurposeId.id_kp_serverAuth : KeyPurposeId.id_kp_clientAuth};
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer,
            X500Name subject,
            SubjectPublicKeyInfo publicKey,
            SecureRandom random,
            Instant now,
            Duration life) {
        // the top bit set keeps every serial number at its full length
        var serial = new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
        var notBefore = Date.from(now.minus(BACKDATE));
        return new X509v3CertificateBuilder(issuer, serial, notBefore, Date.from(now.plus(life)), subject, publicKey);
    }

    private static X500Name name(String commonName, List<String> organizations) {
        var name = new X500NameBuilder(BCStyle.INSTANCE);
        organizations.forEach(organization -> name.addRDN(BCStyle.O, organization));
        return name.addRDN(BCStyle.CN, commonName).build();
    }

    private static void extend(
            X509v3CertificateBuilder builder, ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
        try {
            builder.addExtension(id, critical, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(X509CertificateHolder certificate) {
        try {
            return Pem.encode(Pem.CERTIFICATE, certificate.getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets Bouncy Castle's builder sign with a key of the JDK's. */
    private record Signer(EcKey key, SecureRandom random, ByteArrayOutputStream content) implements ContentSigner {
        Signer(EcKey key, SecureRandom random) {
            this(key, random, new ByteArrayOutputStream());
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            return key.sign(content.toByteArray(), random);
        }
    }
}
