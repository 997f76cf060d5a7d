package dev.minik.progress;

import java.time.Duration;
import java.util.Optional;

/** Something that happened during an operation. Steps may overlap: {@code step} tells them apart. */
public sealed interface ProgressEvent {

    /**
     * A step began.
     *
     * @param step stable identifier, such as {@code kubeadm-init}
     * @param title what is being done, for people
     * @param expected how long it took before or is known to take, where that is known
     */
    record StepStarted(String step, String title, Optional<Duration> expected) implements ProgressEvent {}

    /** A step ended well. */
    record StepDone(String step, String title, Duration took) implements ProgressEvent {}

    /** A step failed; the exception that follows tells why. */
    record StepFailed(String step, String title, Duration took) implements ProgressEvent {}

    /** Something happened inside a step that is worth a line with {@code -v}: a node's message, a file, a count. */
    record Detail(String step, String text) implements ProgressEvent {}

    /** Something the user should know though the operation goes on. */
    record Warning(String text) implements ProgressEvent {}

    /** Something the user should know before the operation goes on, such as that a missing image is built now. */
    record Notice(String text) implements ProgressEvent {}
}
