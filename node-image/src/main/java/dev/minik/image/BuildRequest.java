package dev.minik.image;

import dev.minik.image.version.ComponentVersions;

/**
 * A node image to build.
 *
 * @param versions what goes into it
 * @param source where Kubernetes' programs come from
 * @param imageName the name that it gets
 */
public record BuildRequest(ComponentVersions versions, KubernetesSource source, String imageName) {}
