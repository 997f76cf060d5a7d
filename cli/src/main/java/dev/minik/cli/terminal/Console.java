package dev.minik.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The process's standard streams. Results go to {@link #out}, always in UTF-8 because programs read them; everything else to
 * {@link #err}, in the user's own encoding.
 */
public final class Console {
    private final ResultStream results;
    private final PrintStream out;
    private final PrintStream err;
    private final InputStream in;
    private final Terminals terminals;
    private final boolean unicode;

    /** Makes a console of streams; {@code charset} is the user's. */
    public Console(InputStream in, OutputStream out, OutputStream err, Charset charset, Terminals terminals) {
        this.results = new ResultStream(out);
        this.out = new PrintStream(results, false, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, charset);
        this.in = in;
        this.terminals = terminals;
        this.unicode = charset.equals(StandardCharsets.UTF_8);
    }

    /** Returns the console of this process. */
    public static Console system() {
        return new Console(
                System.in,
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.err)),
                userCharset(System.getProperty("native.encoding")),
                Terminals.detect(System.getProperty("minik.terminals"), Path.of("/proc/self/fd")));
    }

    /** Returns where results go. */
    public PrintStream out() {
        return out;
    }

    /** Returns where everything else goes. */
    public PrintStream err() {
        return err;
    }

    /** Returns the standard input. */
    public InputStream in() {
        return in;
    }

    /** Returns which of the streams are terminals. */
    public Terminals terminals() {
        return terminals;
    }

    /** Returns whether the error stream can show more than ASCII. */
    public boolean unicode() {
        return unicode;
    }

    /** Writes out all results and returns why they could not be written, if so. */
    public Optional<IOException> flush() {
        out.flush();
        return results.failure();
    }

    private static Charset userCharset(@Nullable String name) {
        try {
            return name == null ? StandardCharsets.US_ASCII : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            // A locale that this Java does not know: ASCII is part of nearly all.
            return StandardCharsets.US_ASCII;
        }
    }
}
