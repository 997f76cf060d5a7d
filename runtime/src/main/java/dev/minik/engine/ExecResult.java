package dev.minik.engine;

/** How a command in a container ended, with its collected output. */
public record ExecResult(int exitCode, String stdout, String stderr) {
    /** Returns whether the command succeeded. */
    public boolean ok() {
        return exitCode == 0;
    }
}
