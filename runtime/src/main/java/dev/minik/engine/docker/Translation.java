package dev.minik.engine.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns docker-java's exceptions into the port's. */
final class Translation {
    private static final Pattern JSON_MESSAGE = Pattern.compile("\\{\"message\":\"(.*)\"\\}", Pattern.DOTALL);

    private Translation() {}

    /** Runs {@code work} with its failures translated. */
    static <T> T of(Supplier<T> work) {
        try {
            return work.get();
        } catch (DockerException e) {
            throw translate(e);
        } catch (EngineException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unavailable(e);
        }
    }

    /** Runs {@code work}; that something is not there is no failure. */
    static void unlessMissing(Runnable work) {
        try {
            of(() -> {
                work.run();
                return true;
            });
        } catch (EngineException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    static EngineException translate(DockerException e) {
        var message = message(e.getMessage());
        var lower = message.toLowerCase(Locale.ROOT);
        Kind kind;
        if (lower.contains("no space left on device")) {
            kind = Kind.NO_SPACE;
        } else if (lower.contains("port is already allocated") || lower.contains("address already in use")) {
            kind = Kind.PORT_IN_USE;
        } else if (e instanceof NotFoundException) {
            kind = Kind.NOT_FOUND;
        } else if (e instanceof ConflictException
                || lower.contains("pool overlaps")
                || lower.contains("is already in use by")
                || lower.contains("already exists")) {
            kind = Kind.CONFLICT;
        } else {
            kind = Kind.OTHER;
        }
        return new EngineException(kind, message, e);
    }

    /** A failure that is no answer of the engine: an I/O failure below means that it does not answer. */
    static EngineException unavailable(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return new EngineException(Kind.UNAVAILABLE, message(cause.getMessage()), e);
            }
        }
        throw e;
    }

    private static String message(@Nullable String text) {
        if (text == null) {
            return "no reason given";
        }
        var json = JSON_MESSAGE.matcher(text);
        var found = json.find() ? json.group(1).replace("\\n", " ").replace("\\\"", "\"") : text;
        return found.strip().replaceAll("\\s+", " ");
    }
}
