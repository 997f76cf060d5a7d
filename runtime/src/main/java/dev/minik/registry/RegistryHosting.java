package dev.minik.registry;

import dev.minik.kube.KubeApi;
import dev.minik.plan.RegistryFacts;
import java.util.List;
import java.util.Map;

/**
 * Tells tools that work on a cluster where images may be pushed for it.
 *
 * @see <a href="https://github.com/kubernetes/enhancements/tree/master/keps/sig-cluster-lifecycle/generic/1755-communicating-a-local-registry">
 *     KEP 1755</a>
 */
public final class RegistryHosting {
    private static final String NAMESPACE = "kube-public";
    private static final String NAME = "local-registry-hosting";

    private RegistryHosting() {}

    /** Tells of the first of a cluster's registries that is pushed to; where there is none, nothing is told any more. */
    public static void publish(KubeApi api, List<RegistryFacts> registries) {
        registries.stream()
                .filter(registry -> registry.upstream().isEmpty())
                .findFirst()
                .ifPresentOrElse(
                        registry ->
                                api.applyConfigMap(NAMESPACE, NAME, Map.of("localRegistryHosting.v1", text(registry))),
                        () -> api.deleteConfigMap(NAMESPACE, NAME));
    }

    private static String text(RegistryFacts registry) {
        return """
                host: "%s"
                hostFromContainerRuntime: "%s"
                """.formatted(registry.host(), registry.inside());
    }
}
