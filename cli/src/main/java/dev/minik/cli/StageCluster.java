package dev.minik.cli;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.minik.kube.ApiAccess;
import dev.minik.kube.HttpKubeApi;
import dev.minik.kubeconfig.KubeconfigEntry;
import dev.minik.kubeconfig.KubeconfigPaths;
import dev.minik.kubeconfig.KubeconfigStore;
import dev.minik.model.KubernetesVersion;
import dev.minik.pki.ClientTls;
import dev.minik.pki.ClusterPki;
import dev.minik.pki.PkiSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** A ready cluster to those who only ask its API whether it is: a stage set for {@link Rehearsal}. */
final class StageCluster implements AutoCloseable {
    private static final String NODES = """
            {"items": [{"metadata": {"name": "stage"}, "status": {"nodeInfo": {"kubeletVersion": "v1.0.0"},
            "conditions": [{"type": "Ready", "status": "True"}]}}]}""";
    private static final String DEPLOYMENT =
            "{\"status\": {\"availableReplicas\": 1, \"conditions\": [{\"type\": \"Available\", \"status\": \"True\"}]}}";

    private final ClusterPki pki;
    private final HttpsServer server;

    private StageCluster(ClusterPki pki, HttpsServer server) {
        this.pki = pki;
        this.server = server;
    }

    /** Makes an API server on this host and answers there until closed. */
    static StageCluster listen() throws IOException {
        var spec = new PkiSpec(KubernetesVersion.parse(StageEngine.VERSION), List.of("localhost"));
        var pki = ClusterPki.create(spec, new SecureRandom(), InstantSource.system());
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new ClientsWanted(serving(pki)));
        server.createContext("/", exchange -> {
            try (exchange) {
                var answer = exchange.getRequestURI().getPath().endsWith("/nodes") ? NODES : DEPLOYMENT;
                var body = answer.getBytes(StandardCharsets.US_ASCII);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return new StageCluster(pki, server);
    }

    private static SSLContext serving(ClusterPki pki) {
        var files = pki.controllerManagerServingFiles();
        var certificate = Objects.requireNonNull(files.get(ClusterPki.CONTROLLER_MANAGER + ".crt"));
        var key = Objects.requireNonNull(files.get(ClusterPki.CONTROLLER_MANAGER + ".key"));
        return ClientTls.context(pki.caCertificatePem(), certificate.text(), key.text());
    }

    /** Asks what the end of a creation asks, and writes and clears a kubeconfig. */
    void visit(Path kubeconfig) {
        var admin = pki.superAdmin();
        var tls = ClientTls.context(pki.caCertificatePem(), admin.certificatePem(), admin.keyPem());
        var address = "https://127.0.0.1:" + server.getAddress().getPort();
        try (var api = new HttpKubeApi(new ApiAccess(URI.create(address), tls))) {
            api.nodes();
            api.deploymentAvailable("kube-system", "coredns");
            api.deleteSecret("kube-system", "bootstrap-token");
        }
        var store = new KubeconfigStore(new KubeconfigPaths(List.of(kubeconfig)));
        store.merge(
                Optional.empty(),
                new KubeconfigEntry("stage", address, pki.caCertificatePem(), admin.certificatePem(), admin.keyPem()));
        store.remove(Optional.empty(), "stage");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static final class ClientsWanted extends HttpsConfigurator {
        ClientsWanted(SSLContext context) {
            super(context);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            var wanted = getSSLContext().getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
        }
    }
}
