package dev.minik.cli.command;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.timeline.ChromeTrace;
import dev.minik.timeline.Timeline;
import dev.minik.timeline.TimelinePicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that {@code --timeline} names: a picture where the name ends in {@code .svg}, else a trace. */
final class TimelineFiles {
    private final List<Path> files;

    TimelineFiles(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /** Fails when a file could not be written later, before anything has been done. */
    void check() {
        for (Path file : files) {
            var directory = file.toAbsolutePath().getParent();
            if (directory == null || !Files.isDirectory(directory) || Files.isDirectory(file)) {
                throw MinikException.of(
                        ExitCode.USAGE,
                        "no timeline can be written to " + file,
                        "Name a file in a directory that exists");
            }
        }
    }

    /** Returns whether any file is wanted. */
    boolean areWanted() {
        return !files.isEmpty();
    }

    /** Writes all of them. */
    void write(Timeline timeline) {
        for (Path file : files) {
            try {
                Files.writeString(
                        file,
                        file.toString().endsWith(".svg")
                                ? TimelinePicture.draw(timeline)
                                : new ChromeTrace().write(timeline));
            } catch (IOException e) {
                throw MinikException.of(
                                ExitCode.FAILED,
                                "the timeline cannot be written to %s: %s".formatted(file, e.getMessage()),
                                "The cluster is there; only this file is missing")
                        .causedBy(e);
            }
        }
    }
}
