package dev.minik.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import dev.minik.engine.Engine.Attachment;
import dev.minik.engine.EngineException;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ExecSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What flows into and out of containers of a Docker engine. */
final class DockerStreams {
    private static final long START_LIMIT_SECONDS = 30;

    private final DockerClient client;

    DockerStreams(DockerClient client) {
        this.client = client;
    }

    void copyInto(String container, String directory, InputStream tar) {
        Translation.of(() -> client.copyArchiveToContainerCmd(container)
                .withRemotePath(directory)
                .withTarInputStream(tar)
                .exec());
    }

    InputStream copyFrom(String container, String path) {
        return Translation.of(
                () -> client.copyArchiveFromContainerCmd(container, path).exec());
    }

    Attachment attach(String container, Consumer<String> line, Runnable ended) {
        return Translation.of(() -> {
            var lines = new LineSplitter(line);
            var callback = new ResultCallback.Adapter<Frame>() {
                @Override
                public void onNext(Frame frame) {
                    lines.take(frame.getPayload());
                }

                @Override
                public void onError(Throwable thrown) {
                    // closing the attachment ends its stream with an error as well
                    super.onComplete();
                    ended.run();
                }

                @Override
                public void onComplete() {
                    super.onComplete();
                    ended.run();
                }
            };
            client.attachContainerCmd(container)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withFollowStream(true)
                    .exec(callback);
            try {
                if (!callback.awaitStarted(START_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    throw new EngineException(
                            EngineException.Kind.OTHER, "the engine does not attach to " + container, null);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EngineException(EngineException.Kind.OTHER, "interrupted", e);
            }
            return () -> close(callback);
        });
    }

    ExecResult exec(String container, ExecSpec spec) {
        return Translation.of(() -> {
            var created = client.execCreateCmd(container)
                    .withCmd(spec.command().toArray(String[]::new))
                    .withEnv(spec.environment().entrySet().stream()
                            .map(variable -> variable.getKey() + "=" + variable.getValue())
                            .toList())
                    .withAttachStdin(spec.stdin().isPresent())
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .withTty(spec.tty())
                    .exec()
                    .getId();
            var stdout = new ByteArrayOutputStream();
            var stderr = new ByteArrayOutputStream();
            var callback = new Collector(spec.stdout().orElse(stdout), spec.stderr().orElse(stderr));
            var start = client.execStartCmd(created).withDetach(false).withTty(spec.tty());
            spec.stdin().ifPresent(start::withStdIn);
            DockerImages.await(start.exec(callback));
            var code = client.inspectExecCmd(created).exec().getExitCodeLong();
            return new ExecResult(
                    code == null ? -1 : code.intValue(),
                    stdout.toString(StandardCharsets.UTF_8),
                    stderr.toString(StandardCharsets.UTF_8));
        });
    }

    String logs(String container, int lines) {
        return Translation.of(() -> {
            var out = new ByteArrayOutputStream();
            DockerImages.await(client.logContainerCmd(container)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withTail(lines)
                    .exec(new Collector(out, out)));
            return out.toString(StandardCharsets.UTF_8);
        });
    }

    private static void close(ResultCallback.Adapter<Frame> callback) {
        try {
            callback.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what a command says where it belongs. */
    private static final class Collector extends ResultCallback.Adapter<Frame> {
        private final OutputStream stdout;
        private final OutputStream stderr;

        Collector(OutputStream stdout, OutputStream stderr) {
            this.stdout = stdout;
            this.stderr = stderr;
        }

        @Override
        public void onNext(Frame frame) {
            try {
                (frame.getStreamType() == StreamType.STDERR ? stderr : stdout)
                        .write(frame.getPayload());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
