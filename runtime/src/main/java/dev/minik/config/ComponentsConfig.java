package dev.minik.config;

import java.util.Map;
import java.util.Optional;

/**
 * What is said of Kubernetes' own components.
 *
 * @param featureGates switches of all components
 * @param runtimeConfig APIs that the API server serves or does not, such as {@code api/alpha}
 * @param imageRepository where kubeadm takes the components' images from; empty for the ones in the node image
 */
public record ComponentsConfig(
        Map<String, Boolean> featureGates, Map<String, String> runtimeConfig, Optional<String> imageRepository) {
    /** All as kubeadm has it. */
    public static final ComponentsConfig DEFAULT = new ComponentsConfig(Map.of(), Map.of(), Optional.empty());

    /** Copies the maps. */
    public ComponentsConfig {
        featureGates = Map.copyOf(featureGates);
        runtimeConfig = Map.copyOf(runtimeConfig);
    }
}
