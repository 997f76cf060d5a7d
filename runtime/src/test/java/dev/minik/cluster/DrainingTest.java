package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ExecSpec;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DrainingTest {
    /** Pods of it never let themselves be evicted. */
    private static final String STUBBORN = "stubborn";

    private final Map<String, CountDownLatch> drains = new ConcurrentHashMap<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<String> uncordoned = new ConcurrentLinkedQueue<>();
    private final FakeEngine engine = new FakeEngine(this::answer).withImage("node");
    private final Tasks tasks = new Tasks();
    private final ContainerInfo controlPlane;

    DrainingTest() {
        engine.startContainer(
                engine.createContainer(ContainerSpec.of("demo", "node").build()));
        controlPlane = engine.findContainer("demo").orElseThrow();
    }

    @AfterEach
    void close() {
        tasks.close();
    }

    private ExecResult answer(String container, ExecSpec spec) {
        var command = spec.command();
        if (command.contains("uncordon")) {
            uncordoned.add(command.get(2));
            return new ExecResult(0, "", "");
        }
        var node = command.get(4);
        if (command.get(2).startsWith("kill")) {
            drains.getOrDefault(node, new CountDownLatch(0)).countDown();
        } else if (node.equals(STUBBORN)) {
            return drainWithoutEnd(node);
        }
        return new ExecResult(0, "", "");
    }

    private ExecResult drainWithoutEnd(String node) {
        var killed = drains.computeIfAbsent(node, name -> new CountDownLatch(1));
        begun.countDown();
        try {
            killed.await();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts what runs in a node", e);
        }
        return new ExecResult(143, "", "cannot evict pod as it would violate the pod's disruption budget");
    }

    private void drain(String... nodes) {
        new Draining(engine).drain(tasks, controlPlane, List.of(nodes), Duration.ofMinutes(2), "wait");
    }

    @Test
    void whoInterruptsItEndsTheEvictionAndNodesTakePodsAgain() throws InterruptedException {
        var user = Thread.currentThread();
        var interrupting = new Thread(() -> {
            try {
                begun.await();
                user.interrupt();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        interrupting.start();

        var failure = assertThrows(MinikException.class, () -> drain(STUBBORN, "willing"));

        interrupting.join();
        assertEquals(ExitCode.INTERRUPTED, failure.exitCode());
        assertEquals(
                List.of(STUBBORN, "willing"),
                uncordoned.stream().distinct().sorted().toList());
    }

    @Test
    void aDrainedNodeTakesNoPods() {
        drain("willing", "other");
        assertEquals(List.of(), List.copyOf(uncordoned));
    }

    @Test
    void podsThatStayKeepTheirNodeAndAreTold() {
        drains.put(STUBBORN, new CountDownLatch(0));

        var failure = assertThrows(MinikException.class, () -> drain(STUBBORN, "willing"));

        assertEquals(ExitCode.TIMED_OUT, failure.exitCode());
        assertEquals(List.of(STUBBORN), List.copyOf(uncordoned));
    }
}
