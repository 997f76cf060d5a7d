package dev.minik.pki;

import java.util.List;

/** What a certificate that is not a CA's says. Both extended usages are allowed where kubeadm does so for etcd. */
record Leaf(String commonName, List<String> organizations, boolean server, boolean client, SubjectNames names) {
    static Leaf server(String commonName, SubjectNames names) {
        return new Leaf(commonName, List.of(), true, false, names);
    }

    static Leaf client(String commonName, List<String> organizations) {
        return new Leaf(commonName, List.copyOf(organizations), false, true, SubjectNames.NONE);
    }

    /** etcd asks for a client usage in its server certificate too: https://github.com/etcd-io/etcd/issues/9785 */
    static Leaf etcdMember(String commonName, SubjectNames names) {
        return new Leaf(commonName, List.of(), true, true, names);
    }
}
