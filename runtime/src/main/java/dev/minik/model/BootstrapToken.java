package dev.minik.model;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * A bootstrap token: the short-lived secret by which a node joins. {@link #toString()} shows its public half only.
 *
 * @param id the public half, the name of its secret in {@code kube-system}
 * @param secret the half that nobody else may know
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/">Authenticating with bootstrap tokens</a>
 */
public record BootstrapToken(String id, String secret) {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final Pattern ID = Pattern.compile("[a-z0-9]{6}");
    private static final Pattern SECRET = Pattern.compile("[a-z0-9]{16}");

    /** Checks the form of both halves. */
    public BootstrapToken {
        if (!ID.matcher(id).matches() || !SECRET.matcher(secret).matches()) {
            throw new IllegalArgumentException("a bootstrap token has 6 and 16 lower-case letters and digits");
        }
    }

    /** Makes a new token. */
    public static BootstrapToken random(SecureRandom random) {
        return new BootstrapToken(draw(random, 6), draw(random, 16));
    }

    /** Returns the whole token, {@code id.secret}, as kubeadm takes it. */
    public String value() {
        return id + "." + secret;
    }

    @Override
    public String toString() {
        return id + ".…";
    }

    private static String draw(SecureRandom random, int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
