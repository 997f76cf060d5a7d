package dev.minik.engine.fake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineContractTest;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ExecSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract on the fake engine, and what only the fake can do. */
class FakeEngineTest extends EngineContractTest {
    private static final String IMAGE = "localhost/minik-contract:v1";

    @Override
    protected Engine engine() {
        return new FakeEngine(FakeEngineTest::play).withImage(IMAGE).printing(FakeEngineTest::printed);
    }

    @Override
    protected String image() {
        return IMAGE;
    }

    /** Plays the contract's commands. */
    private static ExecResult play(String container, ExecSpec spec) {
        return switch (String.join(" ", spec.command())) {
            case "sh -c echo out; echo err >&2; exit 3" -> new ExecResult(3, "out\n", "err\n");
            case "sh -c echo \"$GREETING $MORE\"" ->
                new ExecResult(0, "hello world " + spec.environment().get("MORE") + "\n", "");
            case "cat" -> new ExecResult(0, text(spec.stdin().orElseThrow()), "");
            default -> throw new AssertionError("not played: " + spec.command());
        };
    }

    private static String text(InputStream input) {
        try {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> printed(ContainerSpec spec) {
        var script = String.join(" ", spec.command());
        if (script.startsWith("echo one")) {
            return List.of("one", "two", "three");
        }
        return script.startsWith("printf") ? List.of("green", "plain", "end") : List.of();
    }

    @Test
    void callsAreLoggedAndCanFail() {
        var engine = new FakeEngine();
        var failure = new EngineException(Kind.NO_SPACE, "no space left on device", null);
        engine.failOn("createVolume", "b", failure);
        engine.createVolume("a", Map.of());
        assertSame(failure, assertThrows(EngineException.class, () -> engine.createVolume("b", Map.of())));
        engine.heal();
        engine.createVolume("b", Map.of());
        assertEquals(
                List.of("a", "b", "b"),
                engine.calls("createVolume").stream()
                        .map(call -> call.arguments().get(0))
                        .toList());
        assertEquals(2, engine.listVolumes(Map.of()).size());
    }
}
