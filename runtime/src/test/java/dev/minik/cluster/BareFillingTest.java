package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.archive.TarEntry;
import dev.minik.archive.TarReader;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.Plans;
import dev.minik.record.ClusterRecord;
import dev.minik.yaml.Yaml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BareFillingTest {
    private static final String DROP_IN = "etc/kubernetes/kubelet.conf.d/20-minik.conf";
    private static final String ARGUMENTS = "etc/default/kubelet";

    @Test
    void nothingOfAClusterIsThere() {
        var files = files(Plans.plan(Plans.bare(Plans.nodes(1, 1)), Plans.HOST), 0);

        assertEquals(
                List.of(DROP_IN),
                files.keySet().stream()
                        .filter(name -> name.startsWith("etc/kubernetes"))
                        .filter(name -> !name.startsWith("etc/kubernetes/minik/"))
                        .toList());
        assertFalse(
                files.keySet().stream().anyMatch(name -> name.endsWith("/minik.service")), files.keySet()::toString);
        files.forEach((name, text) -> assertFalse(text.contains("PRIVATE KEY"), name));
    }

    @Test
    void theKubeletIsToldThatItsMachineIsAContainer() {
        var plan = Plans.plan(Plans.bare(Plans.nodes(1, 1)), Plans.host(1));
        var kubelet = (Map<?, ?>) Objects.requireNonNull(Yaml.load(text(files(plan, 1), DROP_IN)));

        assertEquals("KubeletConfiguration", kubelet.get("kind"));
        assertEquals("/kubelet", kubelet.get("cgroupRoot"));
        assertEquals(false, kubelet.get("failSwapOn"));
        assertEquals(false, kubelet.get("failCgroupV1"));
        assertFalse(kubelet.containsKey("registerWithTaints"));
        assertEquals(
                "KUBELET_EXTRA_ARGS=\"--runtime-cgroups=/system.slice/containerd.service --node-ip=172.31.0.4\"\n",
                text(files(plan, 1), ARGUMENTS));
    }

    @Test
    void labelsAndTaintsOfTheFileAreTheNodes() {
        var files = files(
                Plans.plan(
                        Plans.bare("nodes: [{labels: {b: c, a: b}, taints: ['x:NoSchedule']}, {role: worker}]"),
                        Plans.HOST),
                0);

        assertTrue(text(files, ARGUMENTS).contains(" --node-labels=a=b,b=c\""), text(files, ARGUMENTS));
        var kubelet = (Map<?, ?>) Objects.requireNonNull(Yaml.load(text(files, DROP_IN)));
        // that of control planes is kubeadm's to give
        assertEquals(List.of(Map.of("key", "x", "effect", "NoSchedule")), kubelet.get("registerWithTaints"));
    }

    @Test
    void imagesInKindsStyleReadTheDropInToo() {
        var plan = Plans.plan(Plans.bare(Plans.nodes(1, 0)), Plans.HOST, Plans.KINDS_IMAGE);

        assertTrue(text(files(plan, 0), ARGUMENTS).contains(" --config-dir=/etc/kubernetes/kubelet.conf.d\""));
    }

    private static String text(Map<String, String> files, String name) {
        return Objects.requireNonNull(files.get(name), () -> name + " is not among " + files.keySet());
    }

    private static Map<String, String> files(ClusterPlan plan, int node) {
        var files = new TreeMap<String, String>();
        try {
            TarReader.read(
                    new ByteArrayInputStream(new BareFilling(ClusterRecord.of(Plans.config(""), plan))
                            .of(plan.nodes().get(node))),
                    (entry, content) -> {
                        if (entry.kind() != TarEntry.Kind.DIRECTORY) {
                            files.put(
                                    entry.name().replaceFirst("^/", ""),
                                    new String(content.readAllBytes(), StandardCharsets.UTF_8));
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
