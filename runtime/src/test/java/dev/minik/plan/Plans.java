package dev.minik.plan;

import dev.minik.config.ClusterConfig;
import dev.minik.config.ConfigLoader;
import dev.minik.config.ConfigOverrides;
import dev.minik.config.ConfigSource;
import dev.minik.config.ProxyConfig;
import dev.minik.config.TuningLevel;
import dev.minik.model.Cidr;
import dev.minik.model.KubernetesVersion;
import dev.minik.release.KubernetesCatalogue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Plans of clusters for tests, written as users write them. */
public final class Plans {
    /** A host with cgroup v2 on which nothing is in use. */
    public static final HostFacts HOST = host(2);

    /** An image that has what kind's contract asks for, and no more. */
    public static final ImageFacts KINDS_IMAGE = new ImageFacts(
            "kindest/node:v1.37.0", "sha256:2", KubernetesVersion.parse("1.37.0"), false, Optional.empty());

    private static final ImageFacts IMAGE = image("v1.37.0");

    private Plans() {}

    /** Returns a host with 4 processors and 8 GiB, on which nothing is in use. */
    public static HostFacts host(int cgroupVersion, Cidr... used) {
        return host(cgroupVersion, false, Reach.LOOPBACK, used);
    }

    /** Returns a host whose engine has no root's rights. */
    public static HostFacts rootlessHost() {
        return host(2, true, Reach.LOOPBACK);
    }

    /** Returns another host than this one. */
    public static HostFacts otherHost(String address, String name) {
        return host(2, false, new Reach(address, name));
    }

    private static HostFacts host(int cgroupVersion, boolean rootless, Reach reach, Cidr... used) {
        return new HostFacts(
                cgroupVersion,
                true,
                rootless,
                4,
                8L << 30,
                false,
                ProxyConfig.NONE,
                OptionalInt.empty(),
                List.of(used),
                List.of(40001, 40002, 40003),
                reach);
    }

    /** Reads the cluster {@code demo}; {@code fields} are what a config file says besides its kind. */
    public static ClusterConfig config(String fields) {
        return config(fields, TuningLevel.DEFAULT);
    }

    /** Reads the cluster {@code demo}. */
    public static ClusterConfig config(String fields, TuningLevel tuning) {
        return config(fields, false, Optional.of(tuning));
    }

    /** Reads the cluster {@code demo}, of which only the nodes are to be made. */
    public static ClusterConfig bare(String fields) {
        return config(fields, true, Optional.empty());
    }

    private static ClusterConfig config(String fields, boolean bare, Optional<TuningLevel> tuning) {
        var text = "apiVersion: minik.dev/v1alpha1\nkind: Cluster\nname: demo\n" + fields;
        var flags = new ConfigOverrides(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                bare,
                tuning);
        return new ConfigLoader(KubernetesCatalogue.load(), Path.of("/"), warning -> {})
                .load(Optional.of(new ConfigSource("demo.yaml", text)), flags);
    }

    /** Returns the field {@code nodes} of a cluster with so many nodes. */
    public static String nodes(int controlPlanes, int workers) {
        return "nodes:\n" + "- role: control-plane\n".repeat(controlPlanes) + "- role: worker\n".repeat(workers);
    }

    /** Returns an image of minik's. */
    public static ImageFacts image(String version) {
        return new ImageFacts(
                "localhost/minik-node:" + version,
                "sha256:1",
                KubernetesVersion.parse(version),
                true,
                Optional.empty());
    }

    /** Plans a cluster. */
    public static ClusterPlan plan(ClusterConfig config, HostFacts host) {
        return plan(config, host, IMAGE);
    }

    /** Plans a cluster whose nodes all have one image. */
    public static ClusterPlan plan(ClusterConfig config, HostFacts host, ImageFacts image) {
        var nodes = config.nodes().stream().map(node -> image).toList();
        return new ClusterPlanner().plan(config, new ImagePlan(nodes, Optional.of(IMAGE)), host);
    }

    /** Plans a cluster on {@link #HOST}. */
    public static ClusterPlan plan(String fields) {
        return plan(config(fields), HOST);
    }
}
