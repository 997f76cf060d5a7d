package dev.minik.engine.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Turns every failure of docker-java and of the transport into an {@link EngineException}. */
final class Failures {
    private static final Pattern STATUS = Pattern.compile("^Status [0-9]+: ");
    /** Podman has a cause before and a number after the message. */
    private static final Pattern MESSAGE = Pattern.compile("""
            ^\\s*\\{\\s*(?:"cause"\\s*:\\s*"(?:[^"\\\\]|\\\\.)*"\\s*,\\s*)?\
            "(?:message|cause)"\\s*:\\s*"(.*)"\\s*(?:,\\s*"response"\\s*:\\s*[0-9]+\\s*)?}\\s*$""", Pattern.DOTALL);

    private Failures() {}

    /** Makes a call. */
    static <T> T translated(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw of(e);
        }
    }

    /** Makes a call that has no result. */
    static void translated(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            throw of(e);
        }
    }

    /** Makes a call whose aim is reached as well when what it is about does not exist. */
    static void tolerant(Runnable call) {
        try {
            call.run();
        } catch (NotFoundException e) {
            return;
        } catch (RuntimeException e) {
            throw of(e);
        }
    }

    /** Returns the failure that {@code thrown} means. */
    static EngineException of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof EngineException known) {
                return known;
            }
            if (cause instanceof DockerException refused) {
                var message = message(String.valueOf(refused.getMessage()));
                return new EngineException(kind(refused.getHttpStatus(), message), message, thrown);
            }
            if (cause instanceof RequestBodyException unread) {
                return new EngineException(Kind.OTHER, oneLine(String.valueOf(unread.getMessage())), thrown);
            }
            if (cause instanceof ClosedByInterruptException) {
                return new EngineException(Kind.OTHER, "interrupted while talking to the engine", thrown);
            }
            if (cause instanceof SSLException tls) {
                return TlsFailures.of(tls);
            }
            if (cause instanceof UnknownHostException unknown) {
                return new EngineException(
                        Kind.UNAVAILABLE,
                        "no host is known by the name " + unknown.getMessage(),
                        thrown,
                        "Correct the name in --engine, DOCKER_HOST or the Docker context");
            }
            if (cause instanceof IOException broken) {
                return new EngineException(Kind.UNAVAILABLE, oneLine(describe(broken)), thrown);
            }
        }
        return new EngineException(Kind.OTHER, oneLine(String.valueOf(thrown)), thrown);
    }

    /** Returns the failure that an engine reports inside an answer that began well. */
    static EngineException reported(String message) {
        return new EngineException(kind(500, message), oneLine(message), null);
    }

    private static String describe(IOException broken) {
        var message = broken.getMessage();
        return message == null
                ? "the connection to the engine broke: " + broken.getClass().getSimpleName()
                : message;
    }

    /** Unpacks {@code Status 404: {"message":"…"}}. */
    static String message(String raw) {
        var body = STATUS.matcher(raw).replaceFirst("").strip();
        var json = MESSAGE.matcher(body);
        return oneLine(json.matches() ? unescaped(json.group(1)) : body);
    }

    private static String unescaped(String json) {
        return json.replace("\\\"", "\"")
                .replace("\\n", " ")
                .replace("\\t", " ")
                .replace("\\u003c", "<")
                .replace("\\u003e", ">")
                .replace("\\u0026", "&")
                .replace("\\\\", "\\");
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static Kind kind(int status, String message) {
        var text = message.toLowerCase(Locale.ROOT);
        // libnetwork says "Address already in use" of a container's fixed address; of a port it speaks of binding.
        boolean taken = text.contains("address already in use");
        if (text.contains("port is already allocated")
                || text.contains("ports are not available")
                || (taken && (text.contains("bind") || text.contains("listen")))) {
            return Kind.PORT_IN_USE;
        }
        if (text.contains("no space left on device")) {
            return Kind.NO_SPACE;
        }
        // Podman before 5 speaks of a conflict whatever keeps it from making a container ready to be attached to.
        boolean conflict = status == 409 && !text.startsWith("preparing container");
        if (conflict
                || taken
                || text.contains("pool overlaps")
                || text.contains("already in use")
                || text.contains("already used")
                || text.contains("already exists")
                || text.contains("already allocated")
                || text.contains("network is being used")
                || text.contains("has active endpoints")) {
            return Kind.CONFLICT;
        }
        return status == 404 ? Kind.NOT_FOUND : Kind.OTHER;
    }
}
