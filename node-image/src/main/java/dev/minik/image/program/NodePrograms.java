package dev.minik.image.program;

import dev.minik.image.cache.Inputs;
import dev.minik.image.go.GoBuild;
import dev.minik.image.go.GoModule;
import dev.minik.image.go.GoToolchain;
import dev.minik.image.version.ComponentVersions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The programs, other than Kubernetes' own, that are compiled from Go modules. */
public final class NodePrograms {
    private static final int FLANNEL_RECIPE = 1;
    private static final Duration FLANNEL_EXPECTED = Duration.ofSeconds(10);
    private static final String PLUGINS = "github.com/containernetworking/plugins";

    private NodePrograms() {}

    /** Returns containerd, its client and its shim. Snapshotters that a node cannot use are left out. */
    public static GoBuild containerd(ComponentVersions versions) {
        var path = "github.com/containerd/containerd/v2";
        var commands = path + "/cmd/";
        return GoBuild.of(
                        "containerd",
                        Duration.ofSeconds(75),
                        new GoModule(path, versions.containerd()),
                        Map.of(
                                "containerd", commands + "containerd",
                                "ctr", commands + "ctr",
                                "containerd-shim-runc-v2", commands + "containerd-shim-runc-v2"))
                .withVariable(path + "/version.Version", versions.containerd())
                .withTags("no_btrfs", "no_devmapper", "no_zfs");
    }

    /**
     * Returns runc. Without seccomp every static pod fails ("config provided but seccomp not supported"); libseccomp is C, linked
     * statically.
     */
    public static GoBuild runc(ComponentVersions versions) {
        var path = "github.com/opencontainers/runc";
        return GoBuild.of("runc", Duration.ofSeconds(20), new GoModule(path, versions.runc()), Map.of("runc", path))
                .withCgo()
                .withTags("seccomp", "netgo", "osusergo");
    }

    /** Returns crictl. */
    public static GoBuild crictl(ComponentVersions versions) {
        var path = "sigs.k8s.io/cri-tools";
        return GoBuild.of(
                        "crictl",
                        Duration.ofSeconds(15),
                        new GoModule(path, versions.criTools()),
                        Map.of("crictl", path + "/cmd/crictl"))
                .requiring(versions.libraries())
                .withVariable(path + "/pkg/version.Version", versions.criTools());
    }

    /** Returns the CNI plugins that kind's network and flannel's use. */
    public static GoBuild cniPlugins(ComponentVersions versions) {
        return GoBuild.of(
                "cni-plugins",
                Duration.ofSeconds(8),
                new GoModule(PLUGINS, versions.cniPlugins()),
                Map.of(
                        "bridge", PLUGINS + "/plugins/main/bridge",
                        "ptp", PLUGINS + "/plugins/main/ptp",
                        "loopback", PLUGINS + "/plugins/main/loopback",
                        "host-local", PLUGINS + "/plugins/ipam/host-local",
                        "portmap", PLUGINS + "/plugins/meta/portmap"));
    }

    /** Returns flannel's CNI plugin, from the last release of the CNI plugins that held it. */
    public static GoBuild flannelCniPlugin(ComponentVersions versions) {
        return GoBuild.of(
                "cni-flannel",
                Duration.ofSeconds(3),
                new GoModule(PLUGINS, versions.flannelCniPlugin()),
                Map.of("flannel", PLUGINS + "/plugins/meta/flannel"));
    }

    /**
     * Returns etcd, which is etcdctl and etcdutl as well when it is started by these names: together they are hardly larger than etcd alone.
     *
     * @param main the text of its main package
     */
    public static GoBuild etcd(ComponentVersions versions, String main) {
        var path = "go.etcd.io/etcd/%s/v3";
        return GoBuild.of(
                        "etcd",
                        Duration.ofSeconds(30),
                        new GoModule(path.formatted("server"), versions.etcd()),
                        Map.of("etcd", "./etcd"))
                .requiring(List.of(
                        new GoModule(path.formatted("etcdctl"), versions.etcd()),
                        new GoModule(path.formatted("etcdutl"), versions.etcd())))
                .withSource("etcd/main.go", main);
    }

    /**
     * Returns CoreDNS with the plugins that kubeadm's Corefile uses and some that users add to it: all of them take eight times as
     * long to compile.
     *
     * @param main the text of its main package
     */
    public static GoBuild coreDns(ComponentVersions versions, String main) {
        return GoBuild.of(
                        "coredns",
                        Duration.ofSeconds(25),
                        new GoModule("github.com/coredns/coredns", versions.coreDns()),
                        Map.of("coredns", "./coredns"))
                .requiring(versions.libraries())
                .withSource("coredns/main.go", main);
    }

    /** Returns local-path-provisioner. */
    public static GoBuild localPathProvisioner(ComponentVersions versions) {
        var path = "github.com/rancher/local-path-provisioner";
        return GoBuild.of(
                        "local-path-provisioner",
                        Duration.ofSeconds(15),
                        new GoModule(path, versions.localPathProvisioner()),
                        Map.of("local-path-provisioner", path))
                .requiring(versions.libraries())
                .withVariable("main.VERSION", versions.localPathProvisioner());
    }

    /**
     * Returns flannel's daemon without the back ends of clouds and those that need C: what is left is vxlan and host-gw. Its main
     * package is upstream's, without their imports, and is fetched when it has to be compiled.
     */
    public static GoProgram flannel(ComponentVersions versions, GoToolchain go, String architecture) {
        var module = new GoModule("github.com/flannel-io/flannel", versions.flannel());
        var key = Inputs.ofRecipe(FLANNEL_RECIPE)
                .with("flannel", versions.flannel())
                .with("libraries", versions.kubernetesLibraries())
                .with("go", go.version())
                .with("architecture", architecture)
                .key("go-flannel");
        return new GoProgram(key, "flannel", FLANNEL_EXPECTED, () -> {
            try {
                return flannel(versions, Files.readString(go.fetch(module).resolve("main.go")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    static GoBuild flannel(ComponentVersions versions, String upstreamMain) {
        var path = "github.com/flannel-io/flannel";
        return GoBuild.of(
                        "flannel",
                        FLANNEL_EXPECTED,
                        new GoModule(path, versions.flannel()),
                        Map.of("flanneld", "./flanneld"))
                .requiring(versions.libraries())
                // The version that flannel asks for is not on the module proxy. Nothing of it gets into the program.
                .requiring(List.of(
                        new GoModule("github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common", "v1.3.103")))
                .withVariable(path + "/pkg/version.Version", versions.flannel())
                .withSource("flanneld/main.go", FlannelMain.trim(upstreamMain));
    }
}
