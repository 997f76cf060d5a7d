package dev.minik.cluster.backup;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.yaml.Yaml;
import dev.minik.yaml.YamlException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A member of etcd as its static pod describes it.
 *
 * @param node the name of its node
 * @param name its own name
 * @param peerUrl where the other members reach it
 * @param dataDirectory where its data is, on its node
 */
record EtcdMember(String node, String name, String peerUrl, String dataDirectory) {
    private static final Predicate<String> NAME = Pattern.compile("[\\w.-]+").asMatchPredicate();
    private static final Predicate<String> URL =
            Pattern.compile("https?://[\\w.:\\[\\]-]+").asMatchPredicate();
    private static final Predicate<String> DIRECTORY =
            Pattern.compile("(/[\\w-][\\w.-]*)+").asMatchPredicate();

    /** Reads the manifest of a static pod; a node may say anything, so only what can be a member's is taken. */
    static EtcdMember parse(String node, String manifest) {
        try {
            var command = command(Yaml.load(manifest));
            return new EtcdMember(
                    node,
                    flag(command, "--name=", NAME),
                    flag(command, "--initial-advertise-peer-urls=", URL),
                    flag(command, "--data-dir=", DIRECTORY));
        } catch (YamlException | IllegalArgumentException e) {
            throw MinikException.of(
                            ExitCode.WRONG_STATE,
                            "etcd's manifest on node %s is none of kubeadm's: %s".formatted(node, e.getMessage()),
                            "repair /etc/kubernetes/manifests/etcd.yaml there")
                    .causedBy(e);
        }
    }

    private static List<?> command(@Nullable Object manifest) {
        if (manifest instanceof Map<?, ?> pod
                && pod.get("spec") instanceof Map<?, ?> spec
                && spec.get("containers") instanceof List<?> containers
                && !containers.isEmpty()
                && containers.get(0) instanceof Map<?, ?> container
                && container.get("command") instanceof List<?> command) {
            return command;
        }
        throw new IllegalArgumentException("it has no command");
    }

    private static String flag(List<?> command, String name, Predicate<String> form) {
        return command.stream()
                .map(String::valueOf)
                .filter(argument -> argument.startsWith(name))
                .map(argument -> argument.substring(name.length()))
                .filter(form)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s… is missing or strange".formatted(name)));
    }
}
