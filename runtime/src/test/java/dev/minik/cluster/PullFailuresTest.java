package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minik.kube.KubeApi.PodState;
import dev.minik.kube.KubeApiException;
import dev.minik.progress.Progress;
import dev.minik.progress.ProgressEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PullFailuresTest {
    private static final PodState PULLS = new PodState(
            "kube-system",
            "coredns-1",
            "demo-worker",
            false,
            "container coredns: ErrImagePull failed to pull: no such host");

    private final List<String> warnings = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    @Test
    void tellsOfEachPodOnce() {
        var other = new PodState("local", "app", "demo-worker", false, "container app: CrashLoopBackOff back-off");
        var failures = of(() -> List.of(PULLS, other));

        for (int i = 0; i < 10; i++) {
            now = now.plusSeconds(4);
            failures.tell();
        }

        assertEquals(List.of("pod kube-system/coredns-1: failed to pull: no such host (it is tried again)"), warnings);
    }

    @Test
    void asksOnceInAWhile() {
        var asked = new ArrayList<Instant>();
        var failures = of(() -> {
            asked.add(now);
            return List.of();
        });

        for (int i = 0; i < 100; i++) {
            now = now.plusMillis(100);
            failures.tell();
        }

        assertEquals(3, asked.size());
    }

    @Test
    void goesOnWhenTheApiServerDoesNotAnswer() {
        var failures = of(() -> {
            throw new KubeApiException("refused", new IOException("refused"));
        });

        now = now.plusSeconds(4);
        failures.tell();

        assertEquals(List.of(), warnings);
    }

    private PullFailures of(Supplier<List<PodState>> pods) {
        var progress = new Progress(
                event -> {
                    if (event instanceof ProgressEvent.Warning warning) {
                        warnings.add(warning.text());
                    }
                },
                () -> now);
        return new PullFailures(pods, progress, () -> now);
    }
}
