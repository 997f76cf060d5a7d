package dev.minik.plan;

import dev.minik.model.KubernetesVersion;
import java.util.Optional;

/**
 * What the planner must know of a node image.
 *
 * @param reference how the user or the catalogue names it
 * @param id what the engine calls it, so that a tag moved meanwhile changes nothing
 * @param kubernetesVersion the version inside
 * @param builtByMinik whether it has what minik's images have beyond kind's contract, of which some {@link Tuning}s make use
 * @param containerdConfig the text of its containerd configuration, where that is to be changed
 */
public record ImageFacts(
        String reference,
        String id,
        KubernetesVersion kubernetesVersion,
        boolean builtByMinik,
        Optional<String> containerdConfig) {}
