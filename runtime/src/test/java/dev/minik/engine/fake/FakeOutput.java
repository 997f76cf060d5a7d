package dev.minik.engine.fake;

import dev.minik.engine.ExecResult;
import dev.minik.engine.ExecSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Puts what a played command printed where its output was to go. */
final class FakeOutput {
    private FakeOutput() {}

    static ExecResult directed(ExecResult result, ExecSpec spec) {
        return new ExecResult(
                result.exitCode(),
                spec.stdout().map(target -> write(target, result.stdout())).orElse(result.stdout()),
                spec.stderr().map(target -> write(target, result.stderr())).orElse(result.stderr()));
    }

    private static String write(OutputStream target, String text) {
        try {
            target.write(text.getBytes(StandardCharsets.UTF_8));
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
