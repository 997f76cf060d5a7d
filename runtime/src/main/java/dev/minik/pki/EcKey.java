package dev.minik.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A key on the curve P-256. Keys and signatures come from the JDK: that a command is short-lived makes the first use what counts, and
 * the JDK's takes two thirds of the time of Bouncy Castle's in a fresh JVM.
 */
record EcKey(PrivateKey privateKey, SubjectPublicKeyInfo publicKey) {
    static final AlgorithmIdentifier P256 =
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1);
    private static final int BITS = 256;

    static EcKey random(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            var pair = generator.generateKeyPair();
            return new EcKey(
                    pair.getPrivate(),
                    SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** Reads a key in the form of {@link #toPem()}, whose public half is {@code publicKey}; anything else is an illegal argument. */
    static EcKey parse(String pem, SubjectPublicKeyInfo publicKey) {
        try {
            var inner = ASN1Sequence.getInstance(Pem.decode(Pem.EC_PRIVATE_KEY, pem));
            var pkcs8 = new PrivateKeyInfo(P256, inner).getEncoded();
            var key =
                    new EcKey(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)), publicKey);
            key.checkHalvesFit();
            return key;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("not a P-256 key that fits its certificate", e);
        }
    }

    byte[] sign(byte[] content, SecureRandom random) {
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(privateKey, random);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    String toPem() {
        var secret = ((ECPrivateKey) privateKey).getS();
        var sec1 = new org.bouncycastle.asn1.sec.ECPrivateKey(
                BITS, secret, publicKey.getPublicKeyData(), SECObjectIdentifiers.secp256r1);
        return Pem.encode(Pem.EC_PRIVATE_KEY, encoded(sec1));
    }

    String publicPem() {
        return Pem.encode(Pem.PUBLIC_KEY, publicDer());
    }

    byte[] publicDer() {
        return encoded(publicKey);
    }

    private void checkHalvesFit() throws GeneralSecurityException {
        var content = new byte[] {1};
        var verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(publicDer())));
        verifier.update(content);
        if (!verifier.verify(sign(content, new SecureRandom()))) {
            throw new IllegalArgumentException("the private key does not fit its certificate");
        }
    }

    private static byte[] encoded(ASN1Object object) {
        try {
            return object.getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("this Java runtime lacks P-256 (module jdk.crypto.ec)", e);
    }

    @Override
    public String toString() {
        return "EcKey[P-256]";
    }
}
