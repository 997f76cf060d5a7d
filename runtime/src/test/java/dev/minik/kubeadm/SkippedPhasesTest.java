package dev.minik.kubeadm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.config.TuningLevel;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.plan.Plans;
import dev.minik.plan.Serving;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkippedPhasesTest {
    private static final String NO_PROXY = "networking: {kubeProxyMode: none}\n";
    private static final String NO_CNI = "networking: {disableDefaultCNI: true}\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{kind: InitConfiguration, skipPhases: [preflight, addon/coredns]}",
                "{kind: ClusterConfiguration, dns: {disabled: true}}"
            })
    void withoutCoreDnsNodesBecomeReadyAllTheSame(String patch) {
        var config = config(patched(patch), TuningLevel.DEFAULT);

        assertTrue(config.skippedPhases().contains("addon/coredns"));
        assertFalse(config.bringsDns());
        assertEquals(Serving.PODS, config.serving());
        assertEquals(Set.of(), config.check());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{kind: InitConfiguration, skipPhases: [addon/kube-proxy]}",
                "{kind: InitConfiguration, skipPhases: [addon]}",
                "{kind: ClusterConfiguration, proxy: {disabled: true}}"
            })
    void aNetworkOfMiniksNeedsKubeProxy(String patch) {
        var failure = assertThrows(
                MinikException.class,
                () -> config(patched(patch), TuningLevel.DEFAULT).check());
        assertEquals(ExitCode.INVALID_CONFIG, failure.exitCode());
        assertTrue(failure.remedy().contains("kubeProxyMode: none"), failure.remedy());

        var own = config(NO_CNI + patched(patch), TuningLevel.DEFAULT);
        assertEquals(Set.of(), own.check(), "whose network it is says whether it does");
        assertEquals(Serving.NODES, own.serving());
    }

    @Test
    void noPatchBringsBackWhatTheConfigLeavesOut() {
        var config = config(
                NO_PROXY + patched("{kind: InitConfiguration, skipPhases: [addon/coredns]}"), TuningLevel.DEFAULT);

        assertEquals(List.of("addon/coredns", "addon/kube-proxy"), config.skippedPhases());
        assertEquals(Set.of(), config.check());
    }

    @Test
    void warnsOfPhasesThatRunAllTheSame() {
        var fields = patched("{kind: InitConfiguration, skipPhases: [preflight, mark-control-plane, upload-config]}");

        assertEquals(
                Set.of("a patch skips phase upload-config, which runs all the same, but with --tuning none"),
                config(fields, TuningLevel.DEFAULT).check());
        assertEquals(Set.of(), config(fields, TuningLevel.NONE).check(), "kubeadm heeds all of them");
    }

    @Test
    void warnsOfPhasesOfJoinsThatThereAreNot() {
        var fields = Plans.nodes(3, 0)
                + patched("{kind: JoinConfiguration, skipPhases: [control-plane-join/mark-control-plane]}");

        assertEquals(
                Set.of("a patch skips phase control-plane-join/mark-control-plane, which runs all the same,"
                        + " but with --tuning none"),
                config(fields, TuningLevel.DEFAULT).check());
        assertEquals(Set.of(), config(fields, TuningLevel.NONE).check());
    }

    private static String patched(String patch) {
        return "kubeadmConfigPatches: ['%s']\n".formatted(patch);
    }

    private static KubeadmConfig config(String fields, TuningLevel level) {
        return new KubeadmConfig(
                Plans.plan(Plans.config(fields, level), Plans.HOST), BootstrapCredentials.random(new SecureRandom()));
    }
}
