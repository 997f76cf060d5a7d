package dev.minik.kubeconfig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Gives a lock up if the command is interrupted or terminated while it holds it: kubectl and kind stop at a lock that is left behind,
 * and do so until the user removes it. The work under the lock, which takes milliseconds, may end first.
 */
final class AtShutdown implements AutoCloseable {
    private static final Duration TIME_TO_END = Duration.ofSeconds(1);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    AtShutdown(LockFile lock) {
        hook = new Thread(() -> giveUp(lock), "release " + lock.path());
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the shutdown has begun, and this is part of it: who shuts down waits for the work that it began
            ended.countDown();
        }
    }

    @Override
    public void close() {
        if (ended.getCount() == 0) {
            return;
        }
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the shutdown has begun, and its hook finds that there is nothing to do
            return;
        }
    }

    private void giveUp(LockFile lock) {
        try {
            if (!ended.await(TIME_TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
                lock.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
