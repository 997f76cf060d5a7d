package dev.minik.cli.command;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A question to the user with yes or no for an answer. */
final class Question {
    private final Context context;

    Question(Context context) {
        this.context = context;
    }

    /** Shows lines and asks, with {@code --quiet} too, and returns whether the answer is yes; silence is no. */
    boolean confirmed(List<String> lines, String question) {
        var answer = new boolean[1];
        context.view().aside(() -> {
            var err = context.console().err();
            lines.forEach(err::println);
            err.print(question + " [y/N] ");
            err.flush();
            var line = line().strip().toLowerCase(Locale.ROOT);
            answer[0] = line.equals("y") || line.equals("yes");
        });
        return answer[0];
    }

    /** Reads in another thread: a read cannot be interrupted, waiting for one can. */
    private String line() {
        var reading = new FutureTask<>(() -> line(context.console().in()));
        var thread = new Thread(reading, "minik-question");
        thread.setDaemon(true);
        thread.start();
        try {
            return reading.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MinikException.of(ExitCode.INTERRUPTED, "interrupted", "").causedBy(e);
        } catch (ExecutionException e) {
            throw new UncheckedIOException(new IOException("cannot read the answer", e.getCause()));
        }
    }

    private static String line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b != -1 && b != '\n'; b = in.read()) {
            bytes.write(b);
        }
        return bytes.toString(Charset.defaultCharset());
    }
}
