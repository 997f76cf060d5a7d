package dev.minik.engine.docker;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads private keys in the forms that OpenSSL writes. The JDK reads PKCS#8 only; the older forms are what that has inside, and get
 * their algorithm around them (<a href="https://www.rfc-editor.org/rfc/rfc5208#section-5">RFC 5208</a>). Bouncy Castle, which
 * docker-java reads them with, would take longer to load than a command to run.
 */
final class PrivateKeys {
    /** A key with a password has header lines or another name, and is none of these. */
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN (?<kind>|RSA |EC )PRIVATE KEY-----(?<body>[A-Za-z0-9+/=\\s]+)-----END \\k<kind>PRIVATE KEY-----");

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final byte[] VERSION = HexFormat.of().parseHex("020100");
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] ELLIPTIC = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;

    private PrivateKeys() {}

    /** Reads the first key in {@code pem}; fails when there is none that can be used without a password. */
    static PrivateKey read(String pem) throws GeneralSecurityException {
        var block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new InvalidKeySpecException("no private key in PEM without a password");
        }
        try {
            var der = Base64.getMimeDecoder().decode(block.group("body"));
            return switch (block.group("kind")) {
                case "RSA " -> key(List.of("RSA"), wrapped(RSA, der));
                case "EC " -> key(List.of("EC"), wrapped(element(SEQUENCE, ELLIPTIC, curve(der)), der));
                default -> key(ALGORITHMS, der);
            };
        } catch (RuntimeException e) {
            throw new InvalidKeySpecException("a private key that is cut off or not one", e);
        }
    }

    private static PrivateKey key(List<String> algorithms, byte[] pkcs8) throws GeneralSecurityException {
        var failure = new InvalidKeySpecException("a private key of a kind that is not known");
        for (var algorithm : algorithms) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, VERSION, algorithm, element(OCTETS, key));
    }

    /** Returns the name of a SEC 1 key's curve: its parameters, after version and number (RFC 5915, section 3). */
    private static byte[] curve(byte[] sec1) throws InvalidKeySpecException {
        var key = ByteBuffer.wrap(sec1);
        key.get();
        length(key);
        for (int skipped = 0; skipped < 2; skipped++) {
            key.get();
            content(key);
        }
        if ((key.get() & 0xff) != PARAMETERS) {
            throw new InvalidKeySpecException("a key that does not name its curve");
        }
        return content(key);
    }

    private static byte[] content(ByteBuffer from) {
        var bytes = new byte[length(from)];
        from.get(bytes);
        return bytes;
    }

    private static int length(ByteBuffer from) {
        int first = from.get() & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int left = first & 0x7f; left > 0; left--) {
            length = (length << 8) | (from.get() & 0xff);
        }
        return length;
    }

    private static byte[] element(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) {
            content.writeBytes(part);
        }
        var element = new ByteArrayOutputStream();
        element.write(tag);
        if (content.size() < 0x80) {
            element.write(content.size());
        } else {
            element.write(0x82);
            element.write(content.size() >> 8);
            element.write(content.size());
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
