package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minik.progress.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeConsolesTest {
    private final NodeConsoles consoles = new NodeConsoles(Progress.silent());

    @Test
    void waitsForTheWholeSetUpOfEveryNode() {
        var first = consoles.open("a");
        var second = consoles.open("b");
        first.line("@minik done node");
        second.line("@minik done kubeadm-join");

        assertEquals(Optional.of("b"), consoles.await(NodeConsoles.WHOLE_SET_UP, List.of("a", "b"), System.nanoTime()));

        second.line("@minik done node");
        assertEquals(Optional.empty(), consoles.await(NodeConsoles.WHOLE_SET_UP, List.of("a", "b"), soon()));
    }

    @Test
    void aStepThatFailsOnOneNodeEndsTheWaitForAnother() {
        consoles.open("a");
        consoles.open("b").line("noise @minik failed kubeadm-join 1");

        var failure = assertThrows(
                NodeStepFailure.class, () -> consoles.await(NodeConsoles.WHOLE_SET_UP, List.of("a"), soon()));

        assertEquals("b", failure.node());
        assertEquals("kubeadm-join", failure.step());
    }

    @Test
    void aContainerThatEndsIsAFailure() {
        consoles.open("a").ended();

        var failure = assertThrows(
                NodeStepFailure.class, () -> consoles.await(NodeConsoles.WHOLE_SET_UP, List.of("a"), soon()));

        assertEquals("container", failure.step());
    }

    @Test
    void checksForAFailureWithoutWaiting() {
        var console = consoles.open("a");
        consoles.check();
        console.ended();

        assertThrows(NodeStepFailure.class, consoles::check);
    }

    @Test
    void keepsTheLastLinesThatAreNotAboutSteps() {
        var console = consoles.open("a");
        for (int i = 0; i < 100; i++) {
            console.line("line " + i);
        }
        console.line("@minik start kubeadm-init");
        console.line("   ");

        var lines = consoles.lastLines("a");
        assertEquals("line 99", lines.get(lines.size() - 1));
        assertEquals(60, lines.size());
        assertEquals(List.of(), consoles.lastLines("never started"));
    }

    @Test
    void unknownWordsOfANodeAreHarmless() {
        var console = consoles.open("a");
        for (String line : List.of("@minik ", "@minik done", "@minik explode now", "@minik done node extra words")) {
            console.line(line);
        }

        assertEquals(Optional.empty(), consoles.await(NodeConsoles.WHOLE_SET_UP, List.of("a"), soon()));
    }

    private static long soon() {
        return System.nanoTime() + Duration.ofSeconds(20).toNanos();
    }
}
