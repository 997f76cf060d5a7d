package dev.minik.pki;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The text form of keys and certificates. */
final class Pem {
    static final String CERTIFICATE = "CERTIFICATE";
    /** SEC 1 (RFC 5915), the form in which Go writes EC keys. */
    static final String EC_PRIVATE_KEY = "EC PRIVATE KEY";

    /** PKCS #1 (RFC 8017), the form in which Go writes RSA keys. */
    static final String RSA_PRIVATE_KEY = "RSA PRIVATE KEY";

    static final String PUBLIC_KEY = "PUBLIC KEY";

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    static String encode(String type, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, LINES.encodeToString(der), type);
    }

    /** Returns a text with its first block of the type replaced by another one, all else as it was. */
    static String replaced(String type, String text, String block) {
        var end = "-----END " + type + "-----";
        int from = text.indexOf("-----BEGIN " + type + "-----");
        int to = text.indexOf(end, from) + end.length();
        return text.substring(0, from) + block.strip() + text.substring(to);
    }

    /** Returns the first block of the type; throws {@link IllegalArgumentException} if there is none. */
    static byte[] decode(String type, String text) {
        var begin = "-----BEGIN " + type + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END " + type + "-----", Math.max(from, 0));
        if (from < 0 || to < 0) {
            throw new IllegalArgumentException("no PEM block '%s'".formatted(type));
        }
        return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    }
}
