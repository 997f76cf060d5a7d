package dev.minik.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Kubernetes' rules for labels of nodes: their
 * <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set">syntax</a>, and
 * which of Kubernetes' own labels a kubelet may give its node. With any other of these a kubelet refuses to start
 * ({@code --node-labels} in its <a href="https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/">options</a>,
 * and the <a href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction">NodeRestriction</a>
 * admission), which would show as a cluster that never becomes ready.
 */
final class NodeLabels {
    private static final int MAX_PREFIX = 253;
    private static final int MAX_NAME = 63;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");
    private static final Pattern SUBDOMAIN_PART = Pattern.compile("[a-z0-9]([a-z0-9-]{0,251}[a-z0-9])?");
    private static final Set<String> ALLOWED = Set.of(
            "beta.kubernetes.io/arch",
            "beta.kubernetes.io/instance-type",
            "beta.kubernetes.io/os",
            "failure-domain.beta.kubernetes.io/region",
            "failure-domain.beta.kubernetes.io/zone",
            "kubernetes.io/arch",
            "kubernetes.io/hostname",
            "kubernetes.io/os",
            "node.kubernetes.io/instance-type",
            "topology.kubernetes.io/region",
            "topology.kubernetes.io/zone");
    private static final List<String> ALLOWED_NAMESPACES = List.of("kubelet.kubernetes.io", "node.kubernetes.io");
    private static final List<String> KUBERNETES_NAMESPACES = List.of("kubernetes.io", "k8s.io");

    private NodeLabels() {}

    /** Returns what is wrong with a label; nothing for a good one. */
    static List<String> problems(String key, String value) {
        var problems = syntaxProblems(key, value);
        var prefix = key.substring(0, Math.max(0, key.indexOf('/')));
        if (isIn(KUBERNETES_NAMESPACES, prefix) && !ALLOWED.contains(key) && !isIn(ALLOWED_NAMESPACES, prefix)) {
            problems.add(
                    ("a kubelet that is given this label refuses to start: of the labels in kubernetes.io and k8s.io it"
                                    + " may only set those in %s, and a few such as topology.kubernetes.io/zone;"
                                    + " set it with 'kubectl label node' when the cluster runs")
                            .formatted(String.join(" and ", ALLOWED_NAMESPACES)));
        }
        return problems;
    }

    /** Returns what is wrong with the key or value of a label or a taint, which have the same syntax. */
    static List<String> syntaxProblems(String key, String value) {
        var problems = new ArrayList<String>();
        var slash = key.indexOf('/');
        var prefix = slash < 0 ? "" : key.substring(0, slash);
        if (!NAME.matcher(key.substring(slash + 1)).matches()) {
            problems.add(("a label's name has 1 to %d letters, digits, '-', '_' and '.',"
                            + " and begins and ends with a letter or digit")
                    .formatted(MAX_NAME));
        }
        if (slash >= 0 && !isSubdomain(prefix)) {
            problems.add("%s before the '/' is not a DNS name in lower case".formatted(Values.quote(prefix)));
        }
        if (!value.isEmpty() && !NAME.matcher(value).matches()) {
            problems.add(("the value %s must have at most %d letters, digits, '-', '_' and '.',"
                            + " and begin and end with a letter or digit")
                    .formatted(Values.quote(value), MAX_NAME));
        }
        return problems;
    }

    private static boolean isSubdomain(String text) {
        if (text.length() > MAX_PREFIX) {
            return false;
        }
        for (var part : text.split("\\.", -1)) {
            if (!SUBDOMAIN_PART.matcher(part).matches()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIn(List<String> domains, String namespace) {
        return domains.stream().anyMatch(domain -> namespace.equals(domain) || namespace.endsWith("." + domain));
    }
}
