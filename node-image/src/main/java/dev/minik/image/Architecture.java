package dev.minik.image;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.Arrays;

/** A processor architecture, as everybody names it. */
public enum Architecture {
    AMD64("amd64", "x86_64-linux-gnu"),
    ARM64("arm64", "aarch64-linux-gnu");

    private final String goName;
    private final String multiarch;

    Architecture(String goName, String multiarch) {
        this.goName = goName;
        this.multiarch = multiarch;
    }

    /** Returns the architecture that Java names {@code osArch}: what programs compiled here are for. */
    public static Architecture ofHost(String osArch) {
        var name = osArch.equals("x86_64") ? "amd64" : osArch.equals("aarch64") ? "arm64" : osArch;
        return Arrays.stream(values())
                .filter(architecture -> architecture.goName.equals(name))
                .findFirst()
                .orElseThrow(() -> MinikException.of(
                        ExitCode.UNSUITABLE_HOST,
                        "node images cannot be built on " + osArch,
                        "Build on amd64 or arm64, or name an image with --image"));
    }

    /** Returns Go's and Debian's name, which is the same for these. */
    public String goName() {
        return goName;
    }

    /** Returns Debian's name of the directory with the architecture's libraries. */
    public String multiarch() {
        return multiarch;
    }
}
