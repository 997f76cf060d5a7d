package dev.minik.config;

import java.util.Optional;

/** Ports of the host, with kind's two special values. */
final class Ports {
    static final int MAX = 65535;

    /** Any free port, chosen once. */
    static final int RANDOM = 0;

    /** Whatever port the engine chooses. */
    static final int ENGINES_CHOICE = -1;

    private Ports() {}

    /** Reads a port of the host, {@link #RANDOM} when absent; empty for what is not one. */
    static Optional<Integer> hostPort(Fields fields, String field, Problems problems) {
        if (fields.isAbsent(field)) {
            return Optional.of(RANDOM);
        }
        return fields.number(field).flatMap(port -> {
            if (port < ENGINES_CHOICE || port > MAX) {
                problems.add(
                        fields.path(field),
                        "%d is not a port (1-65535), 0 for a random free one that stays, or -1 for the engine's choice"
                                .formatted(port));
                return Optional.empty();
            }
            return Optional.of(Math.toIntExact(port));
        });
    }
}
