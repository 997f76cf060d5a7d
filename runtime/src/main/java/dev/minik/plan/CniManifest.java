package dev.minik.plan;

import dev.minik.model.Cidr;
import dev.minik.model.CommaList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills a cluster's pod subnet into the manifest of a network: where it says {@code {{ .PodSubnet }}}, as manifests for kind do, and where
 * the manifests that flannel and Calico publish have theirs.
 *
 * @see <a href="https://github.com/flannel-io/flannel/blob/master/Documentation/kube-flannel.yml">flannel's manifest</a>
 * @see <a href="https://docs.tigera.io/calico/latest/reference/configure-calico-node">Calico's CALICO_IPV4POOL_CIDR</a>
 */
final class CniManifest {
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{\\s*\\.PodSubnet\\s*}}");
    private static final Pattern FLANNEL = Pattern.compile("(\"Network\":\\s*\")10\\.244\\.0\\.0/16(\")");
    private static final Pattern CALICO = Pattern.compile(
            "(?m)^(\\s*)# (- name: CALICO_IPV4POOL_CIDR\\s*\\R)\\1# ( {2}value: \")192\\.168\\.0\\.0/16(\")");

    private CniManifest() {}

    static String filled(String manifest, List<Cidr> podSubnets) {
        var all = CommaList.of(podSubnets);
        var text = TEMPLATE.matcher(manifest).replaceAll(Matcher.quoteReplacement(all));
        var first = podSubnets.get(0);
        if (first.first().v6()) {
            return text;
        }
        text = FLANNEL.matcher(text).replaceAll("$1" + first + "$2");
        return CALICO.matcher(text).replaceAll("$1$2$1$3" + first + "$4");
    }
}
