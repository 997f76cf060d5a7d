package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.archive.TarBuilder;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.plan.Serving;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentSettingsTest {
    private final FakeEngine engine = new FakeEngine().withImage("node");

    private AgentSettings settings(String text) {
        var id = engine.createContainer(ContainerSpec.of("demo-worker", "node").build());
        if (!text.isEmpty()) {
            var tar = new TarBuilder().file(AgentSettings.FILE, 0644, text).build();
            engine.copyInto(id, "/", new ByteArrayInputStream(tar));
        }
        return AgentSettings.of(engine, engine.findContainer(id).orElseThrow());
    }

    @Test
    void tellsWhatTheNodeWasTold() {
        var settings =
                settings("NODE_NAME='x'\nNODE_ADDRESS='fd00::2'\nDNS_ADDRESS='10.96.0.10'\nSERVES_PODS='true'\n");
        assertEquals(Optional.of("fd00::2"), settings.nodeAddress());
        assertEquals(Optional.of("10.96.0.10"), settings.dnsAddress());
        assertEquals(Serving.NAMES, settings.serving());
        assertTrue(settings.hasDns());
    }

    @Test
    void whereTheUserBringsTheNetworkPodsAreNotServed() {
        var settings = settings("DNS_ADDRESS='10.96.0.10'\nSERVES_PODS='false'\n");
        assertEquals(Serving.NODES, settings.serving());
        assertTrue(settings.hasDns());
    }

    @Test
    void whereThereIsNoDnsPodsAre() {
        var settings = settings("DNS_ADDRESS=''\nSERVES_PODS='true'\n");
        assertEquals(Serving.PODS, settings.serving());
        assertEquals(Optional.empty(), settings.dnsAddress());
        assertFalse(settings.hasDns());
    }

    @Test
    void aBareNodeWasToldNothing() {
        var settings = settings("");
        assertEquals(Optional.empty(), settings.nodeAddress());
        assertEquals(Serving.NAMES, settings.serving());
    }

    @Test
    void whatIsNoAddressIsNotTakenForOne() {
        assertEquals(
                Optional.empty(), settings("DNS_ADDRESS='10.96.0.10; reboot'\n").dnsAddress());
    }
}
