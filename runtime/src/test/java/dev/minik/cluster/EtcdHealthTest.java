package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cluster.Clusters.NodeHealth;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.ExecResult;
import dev.minik.engine.fake.FakeEngine;
import org.junit.jupiter.api.Test;

class EtcdHealthTest {
    @Test
    void aMemberWithALeaderIsHealthy() {
        assertEquals(
                new NodeHealth("demo-etcd", "etcd", "running", "True", ""),
                health(new ExecResult(0, "{\"health\":\"true\",\"reason\":\"\"}", "")));
    }

    @Test
    void aMemberWithoutALeaderSaysWhy() {
        var health = health(new ExecResult(0, "{\"health\":\"false\",\"reason\":\"RAFT NO LEADER\"}", ""));

        assertEquals("False", health.ready());
        assertTrue(health.message().contains("RAFT NO LEADER"), health::message);
    }

    @Test
    void aMemberThatDoesNotRunIsNotHealthy() {
        var health = health(new ExecResult(7, "", "curl: (7) Failed to connect\n"));

        assertEquals("False", health.ready());
        assertEquals("etcd on node demo-etcd is not healthy: curl: (7) Failed to connect", health.message());
    }

    private static NodeHealth health(ExecResult answer) {
        var engine = new FakeEngine((container, spec) -> answer).withImage("node");
        engine.startContainer(
                engine.createContainer(ContainerSpec.of("demo-etcd", "node").build()));
        return new EtcdHealth(engine).of(engine.findContainer("demo-etcd").orElseThrow());
    }
}
