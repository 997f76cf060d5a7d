package dev.minik.cluster;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ExecSpec;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.stream.Stream;

/** Gives commands in a control plane that runs, as the cluster's administrator. */
public final class Administrator {
    private static final String AUTHORITY = "--kubeconfig=/etc/kubernetes/admin.conf";

    private final Engine engine;
    private final ContainerInfo controlPlane;

    /** Gives them in {@code controlPlane}. */
    public Administrator(Engine engine, ContainerInfo controlPlane) {
        this.engine = engine;
        this.controlPlane = controlPlane;
    }

    /**
     * Gives a command that must succeed.
     *
     * @param command kubectl or kubeadm, what it is to do, and with what
     * @throws MinikException {@link ExitCode#FAILED} with what it said if it fails
     */
    public void run(String... command) {
        var result = attempt(command);
        if (!result.ok()) {
            throw MinikException.of(
                    ExitCode.FAILED,
                    "%s %s failed on node %s: %s"
                            .formatted(
                                    command[0],
                                    command[1],
                                    controlPlane.name(),
                                    result.stderr().strip()),
                    "minik status tells how the cluster is; repeat the command when it is well");
        }
    }

    /**
     * Gives a command that may fail.
     *
     * @param command kubectl or kubeadm, what it is to do, and with what
     */
    public ExecResult attempt(String... command) {
        return engine.exec(
                controlPlane.id(),
                ExecSpec.of(
                        Stream.concat(Stream.of(command), Stream.of(AUTHORITY)).toArray(String[]::new)));
    }
}
