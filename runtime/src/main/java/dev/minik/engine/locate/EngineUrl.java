package dev.minik.engine.locate;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.net.URI;
import java.net.URISyntaxException;

/** Reads the URL of an engine and refuses those that cannot work, by name. */
final class EngineUrl {
    private EngineUrl() {}

    static URI parse(String text) {
        var url = uri(text);
        return switch (String.valueOf(url.getScheme())) {
            case "unix", "tcp", "npipe" -> url;
            case "ssh" ->
                throw MinikException.of(
                        ExitCode.ENGINE_UNAVAILABLE,
                        "the engine %s is behind SSH, which minik does not speak".formatted(text),
                        "Forward its socket with 'ssh -N -L /tmp/engine.sock:/var/run/docker.sock HOST' and use"
                                + " --engine unix:///tmp/engine.sock");
            default -> throw wrong(text);
        };
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw wrong(text).causedBy(e);
        }
    }

    private static MinikException wrong(String text) {
        return MinikException.of(
                ExitCode.ENGINE_UNAVAILABLE,
                "'%s' is not the URL of an engine".formatted(text),
                "Use unix:///path/to/socket or tcp://host:port");
    }
}
