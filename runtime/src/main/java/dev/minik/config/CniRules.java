package dev.minik.config;

import dev.minik.config.Draft.Networking;
import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.model.IpFamily;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a pod network asks of the rest of the networking, so that a cluster does not wait in vain for it. */
final class CniRules {
    private static final String PATH = "networking.cni";

    private final Problems problems;

    CniRules(Problems problems) {
        this.problems = problems;
    }

    /** Reports what the network cannot do. */
    void check(Networking networking) {
        var cni = networking.cni();
        if (!cni.serves(networking.ipFamily())) {
            problems.add(
                    PATH,
                    "%s, as it is published, goes with ipFamily %s only; choose another network, or name a manifest of your own"
                            .formatted(cni.text(), families(cni)));
        }
        if (cni.needsKubeProxy() && networking.kubeProxyMode() == KubeProxyMode.NONE) {
            problems.add(
                    PATH,
                    "%s, as it is published, needs kube-proxy, which kubeProxyMode none leaves out; choose another mode or network, or name a manifest of your own"
                            .formatted(cni.text()));
        }
    }

    private static String families(Cni cni) {
        return Arrays.stream(IpFamily.values())
                .filter(cni::serves)
                .map(IpFamily::text)
                .collect(Collectors.joining(" or "));
    }
}
