package dev.minik.engine.docker;

import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import dev.minik.engine.Engine.Attachment;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ExecSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Consumer;

/** Talking to what runs in containers: commands, and the containers' own output. */
final class ExecOperations {
    private static final Duration EXIT_PATIENCE = Duration.ofSeconds(30);
    private static final Duration EXIT_POLL = Duration.ofMillis(20);

    private final DockerConnection engine;

    ExecOperations(DockerConnection engine) {
        this.engine = engine;
    }

    ExecResult exec(String container, ExecSpec spec) {
        var stdout = new ByteArrayOutputStream();
        var stderr = new ByteArrayOutputStream();
        var input = spec.stdin().map(WatchedInput::new);
        var id = create(container, spec);
        var call = new StreamCall<Frame>(
                sink(spec.stdout().orElse(stdout), spec.stderr().orElse(stderr)));
        try (call) {
            Failures.translated(() -> {
                var start = engine.client().execStartCmd(id).withTty(spec.tty()).withDetach(false);
                return input.isPresent() ? start.withStdIn(input.get()).exec(call) : start.exec(call);
            });
            call.awaitEnd();
        }
        input.flatMap(WatchedInput::failure).ifPresent(failure -> {
            throw new EngineException(Kind.OTHER, "cannot read the command's input: " + failure.getMessage(), failure);
        });
        return new ExecResult(
                exitCode(id), stdout.toString(StandardCharsets.UTF_8), stderr.toString(StandardCharsets.UTF_8));
    }

    private String create(String container, ExecSpec spec) {
        return Failures.translated(() -> engine.client()
                .execCreateCmd(container)
                .withCmd(spec.command().toArray(String[]::new))
                .withEnv(spec.environment().entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList())
                .withAttachStdin(spec.stdin().isPresent())
                .withAttachStdout(true)
                .withAttachStderr(true)
                .withTty(spec.tty())
                .exec()
                .getId());
    }

    private static Consumer<Frame> sink(OutputStream stdout, OutputStream stderr) {
        return frame -> {
            try {
                var target = frame.getStreamType() == StreamType.STDERR ? stderr : stdout;
                target.write(frame.getPayload());
                target.flush();
            } catch (IOException e) {
                throw new EngineException(Kind.OTHER, "cannot write the command's output: " + e.getMessage(), e);
            }
        };
    }

    /** The streams of a command may end a moment before its exit status is known, and no event tells of that. */
    private int exitCode(String id) {
        var deadline = System.nanoTime() + EXIT_PATIENCE.toNanos();
        while (true) {
            var state = Failures.translated(() -> engine.json().get("/exec/" + id + "/json"));
            if (!state.path("Running").asBoolean() && state.path("ExitCode").isInt()) {
                return state.path("ExitCode").asInt();
            }
            if (System.nanoTime() > deadline) {
                throw new EngineException(Kind.OTHER, "the command closed its output but did not end", null);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(EXIT_POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Kind.OTHER, "interrupted while waiting for a command's end", e);
        }
    }

    Attachment attach(String container, Consumer<String> line, Runnable ended) {
        var lines = new FrameLines(line);
        var call = new StreamCall<Frame>(lines::accept, () -> {
            lines.end();
            ended.run();
        });
        Failures.translated(() -> engine.client()
                .attachContainerCmd(container)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true)
                .exec(call));
        call.awaitStart();
        return call::close;
    }

    String logs(String container, int count) {
        var text = new ArrayList<String>();
        var lines = new FrameLines(text::add);
        var call = new StreamCall<Frame>(lines::accept, lines::end);
        try (call) {
            Failures.translated(() -> engine.client()
                    .logContainerCmd(container)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withTail(count)
                    .exec(call));
            call.awaitEnd();
        }
        return text.isEmpty() ? "" : String.join("\n", text) + "\n";
    }

    /** Output and error output of a container, cut into lines apart from each other. */
    private static final class FrameLines {
        private final LineSplitter stdout;
        private final LineSplitter stderr;

        FrameLines(Consumer<String> line) {
            stdout = new LineSplitter(line);
            stderr = new LineSplitter(line);
        }

        void accept(Frame frame) {
            (frame.getStreamType() == StreamType.STDERR ? stderr : stdout).accept(frame.getPayload());
        }

        void end() {
            stdout.end();
            stderr.end();
        }
    }
}
