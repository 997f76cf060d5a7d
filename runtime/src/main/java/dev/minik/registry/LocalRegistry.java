package dev.minik.registry;

import dev.minik.engine.ContainerInfo;
import dev.minik.model.Labels;
import dev.minik.model.RegistryName;
import dev.minik.plan.RegistryFacts;
import java.util.Optional;

/**
 * A registry of minik's own in an engine.
 *
 * @param container its container, running or not
 * @param facts what its labels tell
 */
public record LocalRegistry(ContainerInfo container, RegistryFacts facts) {

    /** Reads the labels of a registry's container. */
    static LocalRegistry of(ContainerInfo container) {
        var labels = container.labels();
        return new LocalRegistry(
                container,
                new RegistryFacts(
                        new RegistryName(labels.getOrDefault(Labels.REGISTRY, "")),
                        Integer.parseInt(labels.getOrDefault(Labels.REGISTRY_PORT, "0")),
                        Optional.ofNullable(labels.get(Labels.UPSTREAM))));
    }

    /** Returns its name. */
    public RegistryName name() {
        return facts.name();
    }

    /** Returns whether its container was made to its end: one that has never run was not. */
    public boolean isComplete() {
        return container.state() != ContainerInfo.State.CREATED;
    }

    /** Returns whether it can be asked. */
    public boolean isRunning() {
        return container.state() == ContainerInfo.State.RUNNING;
    }

    /** Returns the name of the image that it was made from. */
    public String image() {
        return container.labels().getOrDefault(Labels.IMAGE, container.image());
    }
}
