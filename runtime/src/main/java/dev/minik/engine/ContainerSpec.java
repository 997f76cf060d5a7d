package dev.minik.engine;

import java.util.List;
import java.util.Map;

/**
 * A container to create: a node, a balancer, or a helper.
 *
 * @param name its name
 * @param image the image's name or id
 * @param hostname its host name
 * @param entrypoint the program and its first arguments; empty for the image's
 * @param command further arguments; empty for the image's
 * @param environment variables
 * @param labels its labels
 * @param mounts what is mounted
 * @param ports what is published
 * @param network the network it joins; {@code none} for none
 * @param addresses its fixed addresses there, one of an IP version at most; what is missing is the engine's choice
 * @param aliases further names by which other containers of that network find it
 * @param extraHosts addresses that it knows by name, besides those of the network
 * @param sysctls the kernel's settings for its network
 * @param limits what it may take of the host
 * @param privileged whether it has all of root's rights, as a node needs them
 * @param tty whether it has a terminal, on which systemd reports
 * @param restartOnFailure how often the engine starts it again after a failure
 * @param restartAlways whether the engine starts it again whenever it has ended, and with itself
 */
public record ContainerSpec(
        String name,
        String image,
        String hostname,
        List<String> entrypoint,
        List<String> command,
        Map<String, String> environment,
        Map<String, String> labels,
        List<Mount> mounts,
        List<PortPublish> ports,
        String network,
        List<String> addresses,
        List<String> aliases,
        Map<String, String> extraHosts,
        Map<String, String> sysctls,
        Limits limits,
        boolean privileged,
        boolean tty,
        int restartOnFailure,
        boolean restartAlways) {
    /** Copies the collections. */
    public ContainerSpec {
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        labels = Map.copyOf(labels);
        mounts = List.copyOf(mounts);
        ports = List.copyOf(ports);
        addresses = List.copyOf(addresses);
        aliases = List.copyOf(aliases);
        extraHosts = Map.copyOf(extraHosts);
        sysctls = Map.copyOf(sysctls);
    }

    /**
     * What a container may take of its host.
     *
     * @param milliCpus thousandths of a processor; 0 for no limit
     * @param memoryBytes memory; 0 for no limit
     */
    public record Limits(long milliCpus, long memoryBytes) {
        /** All that the host has. */
        public static final Limits NONE = new Limits(0, 0);
    }

    /** Returns a builder of a privileged container in no network, about which nothing else is said. */
    public static Builder of(String name, String image) {
        return new Builder(new ContainerSpec(
                name,
                image,
                "",
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                "none",
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Limits.NONE,
                true,
                false,
                0,
                false));
    }

    /** Returns a builder that begins with all that is said here. */
    public Builder but() {
        return new Builder(this);
    }

    /** Returns its address of an IP version; empty for the engine's choice. */
    public String address(boolean v6) {
        return addresses.stream()
                .filter(address -> address.contains(":") == v6)
                .findFirst()
                .orElse("");
    }

    /** Says one thing after the other of a container. */
    public static final class Builder {
        private String name;
        private String image;
        private String hostname;
        private List<String> entrypoint;
        private List<String> command;
        private Map<String, String> environment;
        private Map<String, String> labels;
        private List<Mount> mounts;
        private List<PortPublish> ports;
        private String network;
        private List<String> addresses;
        private List<String> aliases;
        private Map<String, String> extraHosts;
        private Map<String, String> sysctls;
        private Limits limits;
        private boolean privileged;
        private boolean tty;
        private int restartOnFailure;
        private boolean restartAlways;

        private Builder(ContainerSpec from) {
            name = from.name;
            image = from.image;
            hostname = from.hostname;
            entrypoint = from.entrypoint;
            command = from.command;
            environment = from.environment;
            labels = from.labels;
            mounts = from.mounts;
            ports = from.ports;
            network = from.network;
            addresses = from.addresses;
            aliases = from.aliases;
            extraHosts = from.extraHosts;
            sysctls = from.sysctls;
            limits = from.limits;
            privileged = from.privileged;
            tty = from.tty;
            restartOnFailure = from.restartOnFailure;
            restartAlways = from.restartAlways;
        }

        /** Sets the image. */
        public Builder image(String value) {
            image = value;
            return this;
        }

        /** Sets the host name. */
        public Builder hostname(String value) {
            hostname = value;
            return this;
        }

        /** Sets the program and first arguments. */
        public Builder entrypoint(List<String> value) {
            entrypoint = value;
            return this;
        }

        /** Sets the further arguments. */
        public Builder command(List<String> value) {
            command = value;
            return this;
        }

        /** Sets the environment. */
        public Builder environment(Map<String, String> value) {
            environment = value;
            return this;
        }

        /** Sets the labels. */
        public Builder labels(Map<String, String> value) {
            labels = value;
            return this;
        }

        /** Sets the mounts. */
        public Builder mounts(List<Mount> value) {
            mounts = value;
            return this;
        }

        /** Sets the published ports. */
        public Builder ports(List<PortPublish> value) {
            ports = value;
            return this;
        }

        /** Sets the network. */
        public Builder network(String value) {
            network = value;
            return this;
        }

        /** Sets the fixed addresses. */
        public Builder addresses(List<String> value) {
            addresses = value;
            return this;
        }

        /** Sets the further names. */
        public Builder aliases(List<String> value) {
            aliases = value;
            return this;
        }

        /** Sets the addresses known by name. */
        public Builder extraHosts(Map<String, String> value) {
            extraHosts = value;
            return this;
        }

        /** Sets the kernel settings. */
        public Builder sysctls(Map<String, String> value) {
            sysctls = value;
            return this;
        }

        /** Sets the limits. */
        public Builder limits(Limits value) {
            limits = value;
            return this;
        }

        /** Sets the rights. */
        public Builder privileged(boolean value) {
            privileged = value;
            return this;
        }

        /** Sets the terminal. */
        public Builder tty(boolean value) {
            tty = value;
            return this;
        }

        /** Sets the number of restarts. */
        public Builder restartOnFailure(int value) {
            restartOnFailure = value;
            return this;
        }

        /** Sets whether it runs whenever the engine does. */
        public Builder restartAlways(boolean value) {
            restartAlways = value;
            return this;
        }

        /** Returns the container as it was described. */
        public ContainerSpec build() {
            return new ContainerSpec(
                    name,
                    image,
                    hostname,
                    entrypoint,
                    command,
                    environment,
                    labels,
                    mounts,
                    ports,
                    network,
                    addresses,
                    aliases,
                    extraHosts,
                    sysctls,
                    limits,
                    privileged,
                    tty,
                    restartOnFailure,
                    restartAlways);
        }
    }
}
