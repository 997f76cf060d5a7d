package dev.minik.network;

import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.IpFamily;
import dev.minik.plan.ClusterPlan;
import dev.minik.process.Command;
import dev.minik.process.CommandRunner;
import dev.minik.release.ClusterFact;
import dev.minik.release.PinnedNetwork.Chart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Renders a network's chart on this host. helm is given a home of its own: what the user has configured is neither read nor changed, and no
 * cluster is asked.
 *
 * @param name what the network is called
 * @param chart what is rendered
 * @param file where the chart lies
 * @see <a href="https://helm.sh/docs/helm/helm_template/">helm template</a>
 */
record HelmChart(String name, Chart chart, Path file) {
    private static final String NAMESPACE = "kube-system";

    /**
     * Returns the manifest for a cluster.
     *
     * @param helm the program
     * @param home a directory for what helm wants to keep
     * @throws MinikException {@link ExitCode#FAILED} when helm fails
     */
    String render(CommandRunner runner, Path helm, Path home, ClusterPlan plan) {
        var command = Command.of(arguments(helm, plan));
        for (var variable : environment(home).entrySet()) {
            command = command.env(variable.getKey(), variable.getValue());
        }
        var rendered = runner.run(command)
                .orFail(
                        ExitCode.FAILED,
                        "helm cannot render the chart of the network %s %s".formatted(name, chart.version()),
                        "if %s is old, update it or take it off the PATH; or let networking.cni name a manifest"
                                .formatted(helm));
        return rendered.stdout();
    }

    /**
     * The cluster's version is told, as helm would take its own for it. What other APIs there are is not: helm knows Kubernetes' own, and
     * a new cluster has no others.
     */
    private List<String> arguments(Path helm, ClusterPlan plan) {
        var arguments = new ArrayList<>(List.of(
                helm.toString(),
                "template",
                name,
                file.toString(),
                "--namespace",
                NAMESPACE,
                "--include-crds",
                "--kube-version",
                plan.kubernetesVersion().toString()));
        chart.valuesFor(fact -> value(fact, plan)).forEach((key, value) -> {
            arguments.add("--set");
            arguments.add(key + "=" + value);
        });
        return arguments;
    }

    private static String value(ClusterFact fact, ClusterPlan plan) {
        var v4 = plan.ipFamily() != IpFamily.IPV6;
        return switch (fact) {
            case IPV4 -> String.valueOf(v4);
            case IPV6 -> String.valueOf(plan.ipFamily().v6());
            case UNDERLAY -> v4 ? "ipv4" : "ipv6";
            case NO_KUBE_PROXY -> String.valueOf(plan.kubeProxyMode() == KubeProxyMode.NONE);
            case API_HOST -> plan.endpoint();
            case API_PORT -> String.valueOf(plan.endpointPort());
        };
    }

    /** See <a href="https://helm.sh/docs/helm/helm/">helm's variables</a>; those of plugins and of clusters could lead elsewhere as well. */
    private static Map<String, String> environment(Path home) {
        return Map.ofEntries(
                Map.entry("HELM_CACHE_HOME", home.resolve("cache").toString()),
                Map.entry("HELM_CONFIG_HOME", home.resolve("config").toString()),
                Map.entry("HELM_DATA_HOME", home.resolve("data").toString()),
                Map.entry("HELM_CONTENT_CACHE", home.resolve("content").toString()),
                Map.entry("HELM_REPOSITORY_CACHE", home.resolve("repository").toString()),
                Map.entry(
                        "HELM_REPOSITORY_CONFIG",
                        home.resolve("repositories.yaml").toString()),
                Map.entry("HELM_REGISTRY_CONFIG", home.resolve("registry.json").toString()),
                Map.entry("HELM_PLUGINS", home.resolve("plugins").toString()),
                Map.entry("KUBECONFIG", home.resolve("no-cluster").toString()),
                Map.entry("HELM_KUBEAPISERVER", ""),
                Map.entry("HELM_KUBECONTEXT", ""),
                Map.entry("HELM_DEBUG", "false"));
    }
}
