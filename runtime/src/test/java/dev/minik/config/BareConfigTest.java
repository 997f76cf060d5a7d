package dev.minik.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.error.MinikException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a file says of a cluster that is not made: {@code --bare}. */
class BareConfigTest {
    private final Loading loading = new Loading();

    @Test
    void whatKubeadmWouldBeToldHasNoEffect() {
        var config = loading.load(Loading.MINIK + """
                featureGates: {A: true}
                runtimeConfig: {api/alpha: "true"}
                imageRepository: example.org/k8s
                networking: {cni: none, kubeProxyMode: nftables}
                kubeadmConfigPatches: ["kind: ClusterConfiguration"]
                nodes:
                - role: control-plane
                - role: worker
                  kubeadmConfigPatches: ["kind: JoinConfiguration"]
                """, bare(Optional.of(TuningLevel.NONE)));

        assertTrue(config.bare());
        assertEquals(
                List.of(
                        "--tuning",
                        "featureGates",
                        "runtimeConfig",
                        "imageRepository",
                        "networking.cni",
                        "networking.kubeProxyMode",
                        "kubeadmConfigPatches",
                        "nodes[1].kubeadmConfigPatches"),
                loading.warnings().stream()
                        .map(warning -> warning.substring(0, warning.indexOf(": has no effect with --bare")))
                        .toList());
    }

    @Test
    void aNetworkHasNoEffectWhateverItCannotDo() {
        loading.load(Loading.MINIK + "networking: {cni: calico, ipFamily: dual}\n", bare(Optional.empty()));

        assertEquals(
                List.of("networking.cni: has no effect with --bare, where kubeadm is left to you"), loading.warnings());
    }

    @Test
    void whatMachinesAreHasAnEffect() {
        loading.load(Loading.MINIK + """
                networking: {podSubnet: 10.10.0.0/16, dnsDomain: example.org}
                nodes: [{labels: {a: b}, taints: ["a:NoSchedule"], environment: {A: b}}]
                """, bare(Optional.empty()));

        assertEquals(List.of(), loading.warnings());
    }

    @Test
    void nobodyHoldsAnAddress() {
        var file = Loading.MINIK + "controlPlaneEndpoint: vip\nnodes: [{}, {}, {}]\n";

        var refused = assertThrows(MinikException.class, () -> loading.load(file, bare(Optional.empty())));

        assertTrue(
                refused.details().get(0).startsWith("controlPlaneEndpoint: vip does not go with --bare"),
                refused.details()::toString);
    }

    @Test
    void etcdGetsNoNodes() {
        var file = Loading.MINIK + "etcd: {topology: external}\n";

        var refused = assertThrows(MinikException.class, () -> loading.load(file, bare(Optional.empty())));

        assertTrue(
                refused.details().get(0).startsWith("etcd.topology: external does not go with --bare"),
                refused.details()::toString);
    }

    private static ConfigOverrides bare(Optional<TuningLevel> tuning) {
        return new ConfigOverrides(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                true,
                tuning);
    }
}
