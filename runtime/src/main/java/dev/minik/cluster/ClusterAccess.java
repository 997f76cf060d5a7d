package dev.minik.cluster;

import dev.minik.archive.TarReader;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.kube.ApiAccess;
import dev.minik.kube.HttpKubeApi;
import dev.minik.kube.KubeApi;
import dev.minik.kubeconfig.KubeconfigEntry;
import dev.minik.kubeconfig.KubeconfigStore;
import dev.minik.model.ClusterName;
import dev.minik.pki.ClusterPki;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.NodePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Credentials of clusters: made for a new one, read from a node for one that exists, written into kubeconfigs. */
final class ClusterAccess {
    private static final String ADMIN_CONF = "/etc/kubernetes/admin.conf";
    private static final int CONF_LIMIT = 256 * 1024;

    private final Engine engine;
    private final KubeconfigStore store;
    private final SecureRandom random;
    private final InstantSource clock;

    ClusterAccess(Engine engine, KubeconfigStore store, SecureRandom random, InstantSource clock) {
        this.engine = engine;
        this.store = store;
        this.random = random;
        this.clock = clock;
    }
}
