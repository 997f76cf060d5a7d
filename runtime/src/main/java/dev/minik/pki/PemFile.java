package dev.minik.pki;

/**
 * A file of PEM text for a node.
 *
 * @param mode its permissions, such as {@code 0600}
 * @param text its content; may be a secret, which is why it is not part of {@link #toString()}
 */
public record PemFile(int mode, String text) {
    static PemFile secret(String text) {
        return new PemFile(0600, text);
    }

    static PemFile open(String text) {
        return new PemFile(0644, text);
    }

    @Override
    public String toString() {
        return "PemFile[mode=%04o, %d characters]".formatted(mode, text.length());
    }
}
