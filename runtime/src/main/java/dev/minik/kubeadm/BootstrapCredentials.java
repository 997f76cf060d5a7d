package dev.minik.kubeadm;

import dev.minik.model.BootstrapToken;
import java.time.Duration;

/**
 * What nodes join with.
 *
 * @param token a random bootstrap token
 * @param timeToLive how long it is valid if it is not deleted before
 */
public record BootstrapCredentials(BootstrapToken token, Duration timeToLive) {}
