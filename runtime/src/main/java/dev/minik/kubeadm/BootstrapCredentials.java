package dev.minik.kubeadm;

import dev.minik.model.BootstrapToken;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * What nodes join with.
 *
 * @param token a random bootstrap token
 * @param timeToLive how long it is valid if it is not deleted before
 */
public record BootstrapCredentials(BootstrapToken token, Duration timeToLive) {
    private static final Duration LIFE = Duration.ofMinutes(30);

    /** Returns new credentials, valid for half an hour. */
    public static BootstrapCredentials random(SecureRandom random) {
        return new BootstrapCredentials(BootstrapToken.random(random), LIFE);
    }
}
