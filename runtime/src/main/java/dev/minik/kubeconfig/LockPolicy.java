package dev.minik.kubeconfig;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How long locks are respected.
 *
 * @param patience how long to wait for a lock
 * @param unknownAge the age at which a lock of an unknown holder counts as left behind; client-go and minik hold theirs for milliseconds
 * @param clock tells that age
 */
record LockPolicy(Duration patience, Duration unknownAge, InstantSource clock) {
    static final LockPolicy DEFAULT =
            new LockPolicy(Duration.ofSeconds(30), Duration.ofSeconds(10), InstantSource.system());
}
