package dev.minik.pki;

import dev.minik.model.IpAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The CA of etcd and what it signs. Whoever has its key can pass for a member, so it lies only where kubeadm looks for it: on control planes
 * that have a member each. Where members have nodes of their own, no node gets it: they all begin together, and each finds its certificates
 * there; a further control plane takes the files of {@link #clientFiles()} from another one, as kubeadm has it.
 *
 * @see <a href="https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/setup-ha-etcd-with-kubeadm/">what nodes of etcd need</a>
 */
public final class EtcdPki {
    /** The CA's certificate. */
    public static final String CA_CERTIFICATE = ClusterPki.path("etcd/ca.crt");

    /** What API servers are known to etcd by, {@code .crt} or {@code .key} left out. */
    public static final String API_SERVER_CLIENT = ClusterPki.path("apiserver-etcd-client");

    private static final String CA = "etcd/ca";

    private final CertificateAuthority authority;
    private final SecureRandom random;
    private final InstantSource clock;

    EtcdPki(CertificateAuthority authority, SecureRandom random, InstantSource clock) {
        this.authority = authority;
        this.random = random;
        this.clock = clock;
    }

    /** Returns the CA's certificate and key, by path. */
    public Map<String, PemFile> authorityFiles() {
        var files = new TreeMap<>(authorityCertificate());
        files.put(ClusterPki.path(CA + ".key"), PemFile.secret(authority.key().toPem()));
        return Collections.unmodifiableMap(files);
    }

    /** Makes what an API server needs to be let in, by path. */
    public Map<String, PemFile> clientFiles() {
        var files = new TreeMap<>(authorityCertificate());
        issue(files, "apiserver-etcd-client", Leaf.client("kube-apiserver-etcd-client", List.of()));
        return Collections.unmodifiableMap(files);
    }

    /** Returns those of {@link #clientFiles()} that there are among files of a control plane. */
    static Map<String, PemFile> clientFiles(Map<String, String> files) {
        var found = new TreeMap<String, PemFile>();
        for (String path : List.of(CA_CERTIFICATE, API_SERVER_CLIENT + ".crt")) {
            Optional.ofNullable(files.get(path)).ifPresent(text -> found.put(path, PemFile.open(text)));
        }
        var key = API_SERVER_CLIENT + ".key";
        Optional.ofNullable(files.get(key)).ifPresent(text -> found.put(key, PemFile.secret(text)));
        return found;
    }

    /** Makes the certificates and keys of the member on one node, by path. */
    public Map<String, PemFile> memberFiles(String nodeName, List<IpAddress> addresses) {
        var names = SubjectNames.of(ClusterPki.LOCAL_NAMES).and(new SubjectNames(List.of(nodeName), addresses));
        var files = new TreeMap<>(authorityCertificate());
        issue(files, "etcd/server", Leaf.etcdMember(nodeName, names));
        issue(files, "etcd/peer", Leaf.etcdMember(nodeName, names));
        issue(files, "etcd/healthcheck-client", Leaf.client("kube-etcd-healthcheck-client", List.of()));
        return Collections.unmodifiableMap(files);
    }

    private Map<String, PemFile> authorityCertificate() {
        return Map.of(CA_CERTIFICATE, PemFile.open(authority.certificatePem()));
    }

    private void issue(Map<String, PemFile> files, String name, Leaf leaf) {
        var issued = authority.issue(leaf, random, clock.instant());
        ClusterPki.put(files, name, issued.certificatePem(), issued.keyPem());
    }
}
