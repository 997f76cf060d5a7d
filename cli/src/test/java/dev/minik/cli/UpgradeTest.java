package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cluster.upgrade.ClusterUpgrades.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpgradeTest {
    private final CliHarness minik = new CliHarness();

    @Test
    void aDryRunPrintsTheSteps() {
        minik.services.upgradeSteps.add(new Step("demo-control-plane", "kubeadm upgrade apply v1.37.0"));

        var result = minik.run("upgrade", "cluster", "demo", "--kubernetes-version", "1.37.0", "--dry-run");

        assertEquals(0, result.code(), result::err);
        assertTrue(result.out().contains("kubeadm upgrade apply v1.37.0"), result::out);
        assertEquals(List.of(), minik.services.upgrades);
    }

    @Test
    void aClusterIsUpgraded() {
        var result = minik.run("upgrade", "cluster", "demo", "--kubernetes-version", "v1.37.0");

        assertEquals(0, result.code(), result::err);
        assertEquals(List.of("demo to v1.37.0"), minik.services.upgrades);
        assertTrue(result.err().contains("has Kubernetes v1.37.0 already"), result::err);
    }

    @Test
    void aVersionIsNeeded() {
        assertEquals(2, minik.run("upgrade", "cluster").code());
        assertEquals(
                2,
                minik.run("upgrade", "cluster", "--kubernetes-version", "newest")
                        .code());
    }
}
