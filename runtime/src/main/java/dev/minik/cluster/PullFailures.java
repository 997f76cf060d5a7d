package dev.minik.cluster;

import dev.minik.kube.KubeApi.PodState;
import dev.minik.kube.KubeApiException;
import dev.minik.progress.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Tells, while a cluster is waited for, which images its kubelets cannot pull. They try again, so the wait goes on; who knows that the
 * registry is wrong need not wait for its end.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff">ImagePullBackOff</a>
 */
final class PullFailures {
    private static final Duration INTERVAL = Duration.ofSeconds(3);
    private static final Pattern CANNOT_PULL =
            Pattern.compile("(?:ErrImagePull|ErrImageNeverPull|InvalidImageName):? (.*)");

    private final Supplier<List<PodState>> pods;
    private final Progress progress;
    private final InstantSource clock;
    private final Set<String> told = new HashSet<>();
    private Instant next;

    /** Asks for the pods once in a while, when it is called. */
    PullFailures(Supplier<List<PodState>> pods, Progress progress, InstantSource clock) {
        this.pods = pods;
        this.progress = progress;
        this.clock = clock;
        next = clock.instant().plus(INTERVAL);
    }

    /** Tells what is not told yet, of each pod once. */
    void tell() {
        if (clock.instant().isBefore(next)) {
            return;
        }
        next = clock.instant().plus(INTERVAL);
        try {
            pods.get().stream().filter(pod -> !pod.ready()).forEach(this::tell);
        } catch (KubeApiException e) {
            progress.detail(
                    "ready", "pods cannot be listed: " + e.getMessage()); // who waits for the API server tells of it
        }
    }

    private void tell(PodState pod) {
        var failure = CANNOT_PULL.matcher(pod.problem());
        if (failure.find() && told.add(pod.namespace() + "/" + pod.name())) {
            progress.warn("pod %s/%s: %s (it is tried again)".formatted(pod.namespace(), pod.name(), failure.group(1)));
        }
    }
}
