package dev.minik.plan;

import dev.minik.model.KubernetesVersion;

/**
 * What the planner must know of a node image.
 *
 * @param reference how the user or the catalogue names it
 * @param id what the engine calls it, so that a tag moved meanwhile changes nothing
 * @param kubernetesVersion the version inside
 */
public record ImageFacts(String reference, String id, KubernetesVersion kubernetesVersion) {}
