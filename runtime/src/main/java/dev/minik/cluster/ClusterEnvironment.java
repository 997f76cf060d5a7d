package dev.minik.cluster;

import dev.minik.model.KubernetesVersion;
import dev.minik.release.NetworkCatalogue;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What work on clusters gets from outside.
 *
 * @param cacheDirectory where locks lie, and what was downloaded for networks
 * @param failureLogDirectory where the logs of a failed creation are written
 * @param hostName this host's name
 * @param defaultVersion the Kubernetes version when none is asked for; looked up only by what needs one
 * @param networks the pod networks that others publish; looked up only for a cluster that has one of them
 * @param variables the environment of the user, who may have a proxy
 * @param clock the time
 */
public record ClusterEnvironment(
        Path cacheDirectory,
        Path failureLogDirectory,
        String hostName,
        Supplier<KubernetesVersion> defaultVersion,
        Supplier<NetworkCatalogue> networks,
        Map<String, String> variables,
        InstantSource clock) {}
