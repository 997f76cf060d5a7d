package dev.minik.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minik.timeline.Span.Kind;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NodeJournalTest {
    private static Instant at(long millis) {
        return Instant.ofEpochMilli(1_000_000 + millis);
    }

    private static String entry(long millis, String source, String message) {
        return "{\"__REALTIME_TIMESTAMP\":\"%d000\",\"SYSLOG_IDENTIFIER\":\"%s\",\"MESSAGE\":\"%s\"}"
                .formatted(
                        1_000_000 + millis,
                        source,
                        message.replace("\\", "\\\\").replace("\"", "\\\""));
    }

    private static String unit(long millis, String messageId, String unit) {
        return "{\"__REALTIME_TIMESTAMP\":\"%d000\",\"SYSLOG_IDENTIFIER\":\"systemd\",\"MESSAGE_ID\":\"%s\",\"UNIT\":\"%s\"}"
                .formatted(1_000_000 + millis, messageId, unit);
    }

    private static List<Span> read(String... lines) {
        return NodeJournal.read("n", Stream.of(lines));
    }

    @Test
    void readsUnitsStepsAndMoments() {
        assertEquals(
                List.of(
                        new Span("n", Kind.UNIT, "containerd.service", at(10), at(90)),
                        new Span("n", Kind.PHASE, "kubeadm-init", at(100), at(300)),
                        Span.moment("n", "node registered", at(400)),
                        new Span("n", Kind.PHASE, "add-ons (failed)", at(310), at(500))),
                read(
                        unit(10, "7d4958e842da4a758f6c1cdc7b36dcc5", "containerd.service"),
                        unit(20, "7d4958e842da4a758f6c1cdc7b36dcc5", "dbus.service"),
                        unit(90, "39f53479d3a045ac8e11786248231fbf", "containerd.service"),
                        entry(100, "minik", "@minik start kubeadm-init"),
                        entry(300, "minik", "@minik done kubeadm-init"),
                        entry(310, "minik", "@minik start add-ons"),
                        entry(400, "kubelet", "I1121 \"Successfully registered node\" node=\"n\""),
                        entry(500, "minik", "@minik failed add-ons 1")));
    }

    @Test
    void aPodLastsFromItsSandboxToItsContainersStart() {
        var sandbox = "time=\"x\" level=info msg=\"RunPodSandbox for name:\\\"etcd-n\\\" uid:\\\"1\\\"";
        assertEquals(
                List.of(new Span("n", Kind.POD, "etcd-n", at(0), at(700))),
                read(
                        entry(0, "containerd", sandbox + "\""),
                        entry(200, "containerd", sandbox + " returns sandbox id \\\"aa11\\\"\""),
                        entry(
                                300,
                                "containerd",
                                "msg=\"CreateContainer within sandbox \\\"aa11\\\" for name:\\\"etcd\\\" returns container id \\\"bb22\\\"\""),
                        entry(400, "containerd", "msg=\"StartContainer for \\\"bb22\\\"\""),
                        entry(700, "containerd", "msg=\"StartContainer for \\\"bb22\\\" returns successfully\"")));
    }

    @Test
    void whatIsNoJournalIsPassedOver() {
        assertEquals(
                List.of(),
                read("", "null", "no json", "[1]", "{\"MESSAGE\": [1, 2]}", entry(1, "minik", "@minik done x")));
    }
}
