package dev.minik.cluster;

import dev.minik.cluster.Resources.Entrance;
import dev.minik.engine.ContainerFiles;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.PortPublish;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.kube.ApiAccess;
import dev.minik.kube.HttpKubeApi;
import dev.minik.kube.KubeApi;
import dev.minik.kubeadm.KubeadmConfig;
import dev.minik.kubeconfig.KubeconfigEntry;
import dev.minik.kubeconfig.KubeconfigStore;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import dev.minik.pki.ClientIdentity;
import dev.minik.pki.ClientTls;
import dev.minik.pki.ClusterPki;
import dev.minik.pki.PkiSpec;
import dev.minik.plan.ClusterPlan;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/** Credentials of clusters: made for a new one, read from a node of one that exists, written into kubeconfigs. */
public final class ClusterAccess {
    private static final String ADMIN_CONF = "/etc/kubernetes/admin.conf";
    /**
     * A name that kubeadm puts into every API server's certificate, by whatever address it is reached.
     *
     * @see <a href="https://kubernetes.io/docs/setup/best-practices/certificates/">PKI certificates and requirements</a>
     */
    private static final String ANY_API_SERVER = "kubernetes";

    private static final int CONF_LIMIT = 256 * 1024;

    private final Engine engine;
    private final EngineReach reach;
    private final KubeconfigStore store;
    private final SecureRandom random;
    private final InstantSource clock;

    ClusterAccess(Engine engine, EngineReach reach, KubeconfigStore store, SecureRandom random, InstantSource clock) {
        this.engine = engine;
        this.reach = reach;
        this.store = store;
        this.random = random;
        this.clock = clock;
    }

    /** Returns the name of a cluster's context, cluster and user in kubeconfigs. */
    public static String context(ClusterName name) {
        return KubeconfigEntry.nameOf(name);
    }

    /** Makes the keys and certificates of a new cluster. */
    ClusterPki newPki(ClusterPlan plan) {
        return ClusterPki.create(spec(plan), random, clock);
    }

    /** Takes up the PKI of a cluster that exists, from one of its control planes. */
    ClusterPki pki(ClusterPlan plan, ContainerInfo controlPlane) {
        return ClusterPki.restore(spec(plan), new ControlPlaneKeys(engine).read(controlPlane), random, clock);
    }

    private static PkiSpec spec(ClusterPlan plan) {
        return PkiSpec.of(
                plan.kubernetesVersion(),
                plan.dnsDomain(),
                plan.serviceSubnets(),
                plan.endpoint(),
                KubeadmConfig.apiServerNames(plan));
    }

    /** Returns the API of a cluster that is being made, for a client that no access rule holds back. */
    KubeApi api(String server, ClusterPki pki) {
        var client = pki.superAdmin();
        return api(
                new KubeconfigEntry("api", server, pki.caCertificatePem(), client.certificatePem(), client.keyPem()));
    }

    /** Returns the API of a cluster that exists. */
    public KubeApi api(Entrance entrance) {
        return api(entry(entrance, "api", false));
    }

    private static KubeApi api(KubeconfigEntry entry) {
        var tls = ClientTls.context(entry.caPem(), entry.clientCertPem(), entry.clientKeyPem(), entry.tlsServerName());
        return new HttpKubeApi(new ApiAccess(URI.create(entry.server()), tls));
    }

    /** Merges the administrator of a new cluster into a kubeconfig and returns the file. */
    Path merge(ClusterPlan plan, String server, ClusterPki pki, Optional<Path> kubeconfig) {
        ClientIdentity admin = pki.admin();
        return store.merge(
                kubeconfig,
                new KubeconfigEntry(
                        context(plan.name()), server, pki.caCertificatePem(), admin.certificatePem(), admin.keyPem()));
    }

    /** Merges the administrator of a cluster that exists into a kubeconfig and returns the file. */
    public Path export(Entrance entrance, ClusterName name, Optional<Path> kubeconfig, boolean internal) {
        return store.merge(kubeconfig, entry(entrance, context(name), internal));
    }

    /** Brings a cluster's entry in the user's kubeconfig up to date, if it is there: a port may have changed, or certificates. */
    public Optional<Path> refresh(Entrance entrance, ClusterName name, Optional<Path> kubeconfig) {
        return store.refresh(kubeconfig, entry(entrance, context(name), false));
    }

    /** Returns a kubeconfig of its own for a cluster that exists. */
    public String kubeconfig(Entrance entrance, ClusterName name, boolean internal) {
        return entry(entrance, context(name), internal).toYaml();
    }

    /** Removes a cluster from a kubeconfig. */
    void forget(ClusterName name, Optional<Path> kubeconfig) {
        store.remove(kubeconfig, context(name));
    }

    private KubeconfigEntry entry(Entrance entrance, String name, boolean internal) {
        var entry = KubeconfigEntry.fromAdminConf(
                name, adminConf(entrance.controlPlane()).orElseThrow(() -> notSetUp(entrance.controlPlane())));
        if (internal) {
            return entry;
        }
        var outside = entry.withServer(server(entrance.publisher()));
        // the user's kubeadm need not know of this host's addresses
        return isBare(entrance.controlPlane()) ? outside.withTlsServerName(ANY_API_SERVER) : outside;
    }

    private Optional<String> adminConf(ContainerInfo controlPlane) {
        return new ContainerFiles(engine).text(controlPlane.id(), ADMIN_CONF, CONF_LIMIT);
    }

    /** Returns whether the nodes of a cluster were left to the user's kubeadm. */
    static boolean isBare(ContainerInfo node) {
        return node.labels().containsKey(Labels.BARE);
    }

    /** Returns whether somebody has made a cluster of the nodes. */
    public boolean isSetUp(Entrance entrance) {
        return adminConf(entrance.controlPlane()).isPresent();
    }

    private static MinikException notSetUp(ContainerInfo controlPlane) {
        if (isBare(controlPlane)) {
            return MinikException.of(
                    ExitCode.WRONG_STATE,
                    "the nodes are bare, and kubeadm init has not been run in %s".formatted(controlPlane.name()),
                    "run it: docker exec -it %s kubeadm init --pod-network-cidr=10.244.0.0/16"
                            .formatted(controlPlane.name()));
        }
        return MinikException.of(
                ExitCode.WRONG_STATE,
                "node %s has no administrator's kubeconfig: its cluster was never set up"
                        .formatted(controlPlane.name()),
                "delete the cluster and create it again");
    }

    /** Returns the address of a cluster's API server as this host reaches it. */
    String server(ContainerInfo publisher) {
        var server = publisher.labels().get(Labels.SERVER);
        return server != null ? server : publishedBy(publisher);
    }

    private String publishedBy(ContainerInfo publisher) {
        return publisher.ports().stream()
                .filter(port -> port.containerPort() == ClusterPlan.API_PORT)
                .findFirst()
                .map(this::server)
                .orElseThrow(() -> MinikException.of(
                        ExitCode.WRONG_STATE,
                        "%s publishes no API server now".formatted(publisher.name()),
                        // a node that runs and publishes nothing stands in for a balancer that is gone
                        (publisher.state() == ContainerInfo.State.RUNNING
                                        ? "make its balancer anew: minik repair cluster %s"
                                        : "start it: minik start cluster %s")
                                .formatted(publisher.labels().getOrDefault(Labels.CLUSTER, ""))));
    }

    /** Returns the address of an API server that is published so. */
    String server(PortPublish port) {
        return reach.url(port);
    }
}
