package dev.minik.engine.docker;

import com.github.dockerjava.api.async.ResultCallback;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * A streamed answer. Unlike docker-java's own callback it can be waited for until it stands, also when it fails before that.
 *
 * @param <T> what is streamed
 */
final class StreamCall<T> implements ResultCallback<T> {
    private final Consumer<T> sink;
    private final Runnable last;
    private final CompletableFuture<Boolean> started = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private volatile Closeable stream = () -> {};
    private volatile boolean closed;

    StreamCall(Consumer<T> sink) {
        this(sink, () -> {});
    }

    /** Makes a call that runs {@code last} when the stream is over, however it ended. */
    StreamCall(Consumer<T> sink, Runnable last) {
        this.sink = sink;
        this.last = last;
    }

    @Override
    public void onStart(Closeable connection) {
        stream = connection;
        started.complete(true);
    }

    @Override
    public void onNext(T item) {
        sink.accept(item);
    }

    @Override
    public void onError(Throwable thrown) {
        // Closing our end is how a stream is left; the broken read that follows is no failure.
        if (closed) {
            onComplete();
            return;
        }
        started.completeExceptionally(thrown);
        finish();
        ended.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
        started.complete(true);
        finish();
        ended.complete(true);
    }

    private void finish() {
        if (!ended.isDone()) {
            last.run();
        }
    }

    /** Waits until the engine has begun to answer. */
    void awaitStart() {
        await(started);
    }

    /** Waits for the end of the stream. */
    void awaitEnd() {
        await(ended);
    }

    private void await(CompletableFuture<Boolean> event) {
        try {
            event.get();
        } catch (ExecutionException e) {
            throw Failures.of(e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new EngineException(Kind.OTHER, "interrupted while waiting for the engine", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            stream.close();
        } catch (IOException e) {
            throw Failures.of(e);
        }
    }
}
