package dev.minik.cluster.image;

import dev.minik.progress.Progress;
import java.util.function.LongConsumer;

/** Tells now and then how many bytes have been read. */
final class ByteCount implements LongConsumer {
    private static final long EVERY = 16_000_000;

    private final Progress progress;
    private final String step;
    private final String what;
    private long total;
    private long told;

    ByteCount(Progress progress, String step, String what) {
        this.progress = progress;
        this.step = step;
        this.what = what;
    }

    @Override
    public void accept(long bytes) {
        total += bytes;
        if (total - told >= EVERY) {
            told = total;
            progress.detail(step, "%s: %d MB on their way".formatted(what, total / 1_000_000));
        }
    }
}
