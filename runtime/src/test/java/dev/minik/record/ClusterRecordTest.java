package dev.minik.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.plan.Plans;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterRecordTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nodes: [{role: control-plane}, {role: control-plane}, {role: control-plane}, {role: worker}]",
                "networking: {ipFamily: dual, dnsSearch: [], kubeProxyMode: nftables}",
                "networking: {ipFamily: ipv6, dnsSearch: [a.example, b.example]}",
                "etcd: {topology: external, nodes: 3, ephemeral: true}",
                "featureGates: {InPlacePodVerticalScaling: false}",
                "runtimeConfig: {api/alpha: 'true'}",
                "registries: [{host: docker.io, mirrors: ['https://mirror.example'], username: me, password: 'a: b'}]",
                "proxy: {http: 'http://proxy.example:3128', noProxy: [.example]}"
            })
    void whatIsWrittenIsRead(String fields) {
        var config = Plans.config(fields);
        var record = new ClusterRecord(config, Plans.plan(config, Plans.HOST), List.of("demo-worker2"));

        assertEquals(record, ClusterRecord.parse(record.text()));
    }

    /** Spaces at the ends of lines make a YAML writer put all of it into one line. It is three times as long as Calico's. */
    @Test
    void aLongManifestIsKeptWhateverItsLinesAreLike() {
        var config = Plans.config("networking: {cni: 'https://example.org/a.yaml'}");
        var manifest = "  description: \"words and 'more' words\" \n\tand a tab \u00e9\n".repeat(20_000);
        var record = ClusterRecord.of(config, Plans.plan(config, Plans.HOST).withCniManifest(manifest));

        assertEquals(record, assertTimeout(Duration.ofSeconds(20), () -> ClusterRecord.parse(record.text())));
    }

    @Test
    void whatAnOlderVersionDidNotWriteIsEmpty() {
        var config = Plans.config("");
        var record = ClusterRecord.of(config, Plans.plan(config, Plans.HOST));
        var text = record.text().replaceAll("(?m)^  registries:.*\n", "");

        assertEquals(record, ClusterRecord.parse(text));
    }

    @Test
    void aTuningOfAnotherVersionIsPassedOver() {
        var config = Plans.config("");
        var record = ClusterRecord.of(config, Plans.plan(config, Plans.HOST));
        var text = record.text().replace("- ONE_DNS\n", "- ONE_DNS\n  - LATER_TUNING\n");

        assertTrue(text.contains("LATER_TUNING"), text);
        assertEquals(record, ClusterRecord.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "- a", "format: 2", "format: 1", "format: 1\nconfig: {}\nplan: []", "a: [", "a: 1\na: 2"})
    void whatCannotBeReadIsRefused(String text) {
        var refused = assertThrows(MinikException.class, () -> ClusterRecord.parse(text));

        assertEquals(ExitCode.WRONG_STATE, refused.exitCode());
        assertTrue(refused.message().contains(ClusterRecord.FILE), refused::message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name: DEMO!", "hostPort: many", "role: KING", "cgroupVersion: 99999999999"})
    void whatDoesNotFitIsRefused(String wrong) {
        var config = Plans.config("");
        var field = wrong.substring(0, wrong.indexOf(':'));
        var text = ClusterRecord.of(config, Plans.plan(config, Plans.HOST)).text();
        var changed = text.replaceFirst("(?m)^( *(?:- )?)" + field + ":.*(\n +value: .*)?$", "$1" + wrong);

        assertEquals(
                ExitCode.WRONG_STATE,
                assertThrows(MinikException.class, () -> ClusterRecord.parse(changed))
                        .exitCode());
    }
}
