package dev.minik.pki;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.IpAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The CAs of a cluster and what they sign. Keys are on P-256, so {@code encryptionAlgorithm: ECDSA-P256} belongs into kubeadm's
 * configuration, for what kubeadm makes itself later to be of the same kind. CAs live ten years, certificates one, as kubeadm's do.
 * May be used by several threads.
 *
 * @see <a href="https://kubernetes.io/docs/setup/best-practices/certificates/">PKI certificates and requirements</a>
 */
public final class ClusterPki {
    /** Where kubeadm looks for keys and certificates. */
    public static final String DIRECTORY = "/etc/kubernetes/pki";

    /** Where a controller manager finds what it serves with, {@code .crt} or {@code .key} left out. */
    public static final String CONTROLLER_MANAGER = DIRECTORY + "/controller-manager";

    static final List<String> LOCAL_NAMES = List.of("localhost", "127.0.0.1", "::1");

    private final PkiSpec spec;
    private final CertificateAuthority cluster;
    private final CertificateAuthority frontProxy;
    private final Optional<EtcdPki> etcd;
    private final Map<String, PemFile> etcdClient;
    private final String serviceAccountKey;
    private final String serviceAccountPublicKey;
    private final SecureRandom random;
    private final InstantSource clock;

    private ClusterPki(
            PkiSpec spec,
            CertificateAuthority cluster,
            CertificateAuthority frontProxy,
            Optional<EtcdPki> etcd,
            Map<String, PemFile> etcdClient,
            String serviceAccountKey,
            String serviceAccountPublicKey,
            SecureRandom random,
            InstantSource clock) {
        this.spec = spec;
        this.cluster = cluster;
        this.frontProxy = frontProxy;
        this.etcd = etcd;
        this.etcdClient = etcdClient;
        this.serviceAccountKey = serviceAccountKey;
        this.serviceAccountPublicKey = serviceAccountPublicKey;
        this.random = random;
        this.clock = clock;
    }

    /** Makes the CAs and the key of service accounts of a new cluster. */
    public static ClusterPki create(PkiSpec spec, SecureRandom random, InstantSource clock) {
        var now = clock.instant();
        var authorities = Stream.of("kubernetes", "front-proxy-ca", "etcd-ca")
                .parallel()
                .map(name -> CertificateAuthority.create(name, random, now))
                .toList();
        var serviceAccounts = EcKey.random(random);
        return new ClusterPki(
                spec,
                authorities.get(0),
                authorities.get(1),
                Optional.of(new EtcdPki(authorities.get(2), random, clock)),
                Map.of(),
                serviceAccounts.toPem(),
                serviceAccounts.publicPem(),
                random,
                clock);
    }

    /**
     * Takes up the PKI of a cluster that exists, to make certificates for a further node.
     *
     * @param sharedFiles the text of the files that {@link #sharedFiles()} names, and {@link EtcdPki#authorityFiles()} where control planes have
     *     them, else {@link EtcdPki#clientFiles()}, as read from a control plane, and so not trusted
     * @throws MinikException {@link ExitCode#WRONG_STATE} if a file is missing or is not what minik wrote
     */
    public static ClusterPki restore(
            PkiSpec spec, Map<String, String> sharedFiles, SecureRandom random, InstantSource clock) {
        return new ClusterPki(
                spec,
                authority(sharedFiles, "ca"),
                authority(sharedFiles, "front-proxy-ca"),
                sharedFiles.containsKey(path("etcd/ca.key"))
                        ? Optional.of(new EtcdPki(authority(sharedFiles, "etcd/ca"), random, clock))
                        : Optional.empty(),
                EtcdPki.clientFiles(sharedFiles),
                text(sharedFiles, "sa.key"),
                text(sharedFiles, "sa.pub"),
                random,
                clock);
    }

    /** Returns the files that all control planes have in common, by path. They hold the keys to the cluster: no worker may get them. */
    public Map<String, PemFile> sharedFiles() {
        var files = new TreeMap<String, PemFile>();
        put(files, "ca", cluster.certificatePem(), cluster.key().toPem());
        put(
                files,
                "front-proxy-ca",
                frontProxy.certificatePem(),
                frontProxy.key().toPem());
        files.put(path("sa.key"), PemFile.secret(serviceAccountKey));
        files.put(path("sa.pub"), PemFile.secret(serviceAccountPublicKey));
        return Collections.unmodifiableMap(files);
    }

    /**
     * Returns the CA of etcd.
     *
     * @throws MinikException {@link ExitCode#WRONG_STATE} if this was restored from a control plane that does not have its key
     */
    public EtcdPki etcd() {
        return etcd.orElseThrow(() -> unusable("etcd/ca.key", "missing"));
    }

    /** Returns what a control plane needs to be let in by etcd, by path: made for it, or what another one has where nobody can make it. */
    public Map<String, PemFile> etcdClientFiles() {
        return etcd.map(EtcdPki::clientFiles).orElse(etcdClient);
    }

    /**
     * Makes the certificates and keys of one control plane, by path; {@link #sharedFiles()} and etcd's are not among them.
     *
     * @param addresses the node's addresses, the one that it advertises first
     */
    public Map<String, PemFile> controlPlaneFiles(String nodeName, List<IpAddress> addresses) {
        var node = new SubjectNames(List.of(nodeName), addresses);
        var apiServer = SubjectNames.of(spec.apiServerNames()).and(node);
        var kubeletClient = Leaf.client("kube-apiserver-kubelet-client", spec.kubeletClientGroups());
        record Wanted(String name, CertificateAuthority signer, Leaf leaf) {}
        var wanted = List.of(
                new Wanted("apiserver", cluster, Leaf.server("kube-apiserver", apiServer)),
                new Wanted("apiserver-kubelet-client", cluster, kubeletClient),
                new Wanted("front-proxy-client", frontProxy, Leaf.client("front-proxy-client", List.of())));
        var now = clock.instant();
        var issued = wanted.parallelStream()
                .map(one -> one.signer().issue(one.leaf(), random, now))
                .toList();
        var files = new TreeMap<String, PemFile>();
        for (int i = 0; i < wanted.size(); i++) {
            put(
                    files,
                    wanted.get(i).name(),
                    issued.get(i).certificatePem(),
                    issued.get(i).keyPem());
        }
        return Collections.unmodifiableMap(files);
    }

    /**
     * Makes the certificate that a node's kubelet serves with, and its key, by path.
     *
     * @param path where they are to lie, {@code .crt} or {@code .key} left out
     */
    public Map<String, PemFile> kubeletServingFiles(String path, String nodeName, List<IpAddress> addresses) {
        return serving(path, Leaf.server("system:node:" + nodeName, new SubjectNames(List.of(nodeName), addresses)));
    }

    /** Makes the certificate that a controller manager serves its metrics with, and its key, by path. */
    public Map<String, PemFile> controllerManagerServingFiles() {
        return serving(CONTROLLER_MANAGER, Leaf.server("kube-controller-manager", SubjectNames.of(LOCAL_NAMES)));
    }

    private Map<String, PemFile> serving(String path, Leaf leaf) {
        var identity = cluster.issue(leaf, random, clock.instant());
        return Map.of(
                path + ".crt",
                PemFile.open(identity.certificatePem()),
                path + ".key",
                PemFile.secret(identity.keyPem()));
    }

    /** Returns the certificate of the cluster's CA, which every node and every client needs. */
    public String caCertificatePem() {
        return cluster.certificatePem();
    }

    /**
     * Returns {@code sha256:…}, the hash of the CA's public key.
     *
     * @see <a href="https://kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-join/">kubeadm join, discovery-token-ca-cert-hash</a>
     */
    public String caCertHash() {
        return cluster.publicKeyHash();
    }

    /** Makes a certificate by which a client is known to the API server as user {@code commonName} of these groups. */
    public ClientIdentity clientCertificate(String commonName, List<String> organizations) {
        return cluster.issue(Leaf.client(commonName, organizations), random, clock.instant());
    }

    /** Makes the identity of {@code admin.conf}, powerful once kubeadm has bound its group. */
    public ClientIdentity admin() {
        return clientCertificate("kubernetes-admin", spec.adminGroups());
    }

    /** Makes the identity of {@code super-admin.conf}, which no access rule holds back. */
    public ClientIdentity superAdmin() {
        return clientCertificate("kubernetes-super-admin", List.of("system:masters"));
    }

    /** Makes the identity of {@code controller-manager.conf}. */
    public ClientIdentity controllerManager() {
        return clientCertificate("system:kube-controller-manager", List.of());
    }

    /** Makes the identity of {@code scheduler.conf}. */
    public ClientIdentity scheduler() {
        return clientCertificate("system:kube-scheduler", List.of());
    }

    /** Makes the identity of a node's {@code kubelet.conf}. */
    public ClientIdentity kubelet(String nodeName) {
        return clientCertificate("system:node:" + nodeName, List.of("system:nodes"));
    }

    private static CertificateAuthority authority(Map<String, String> files, String name) {
        var certificate = text(files, name + ".crt");
        var key = text(files, name + ".key");
        return checked(name + ".crt", () -> CertificateAuthority.parse(certificate, key));
    }

    private static String text(Map<String, String> files, String name) {
        var text = files.get(path(name));
        if (text == null) {
            throw unusable(name, "missing");
        }
        return text;
    }

    private static <T> T checked(String name, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (IllegalArgumentException e) {
            throw unusable(name, String.valueOf(e.getMessage())).causedBy(e);
        }
    }

    private static MinikException unusable(String name, String why) {
        return MinikException.of(
                ExitCode.WRONG_STATE,
                "%s of the control plane cannot be used: %s".formatted(path(name), why),
                "nodes can be added only to a cluster whose CA keys are those that minik made; create the cluster anew");
    }

    static void put(Map<String, PemFile> files, String name, String certificate, String key) {
        files.put(path(name + ".crt"), PemFile.open(certificate));
        files.put(path(name + ".key"), PemFile.secret(key));
    }

    static String path(String name) {
        return DIRECTORY + "/" + name;
    }
}
