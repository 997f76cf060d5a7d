package dev.minik.engine.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A system made of a few files. */
final class TestHost {
    /** All capabilities but CAP_SYS_RESOURCE. */
    static final String WITHOUT_SYS_RESOURCE = "000001fffeffffff";

    static final String ALL = "000001ffffffffff";

    private final Path root;

    TestHost(Path root) {
        this.root = root;
    }

    TestHost with(String path, String text) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent() == null ? root : file.getParent());
        Files.writeString(file, text);
        return this;
    }

    TestHost user(int uid, String capabilities) throws IOException {
        return with(
                "proc/self/status",
                "Name:\tjava\nUid:\t%1$d\t%1$d\t%1$d\t%1$d\nCapBnd:\t%2$s\n".formatted(uid, capabilities));
    }

    static TestHost bookworm(Path root) throws IOException {
        return new TestHost(root)
                .with("etc/os-release", """
                        PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
                        VERSION_CODENAME=bookworm
                        ID=debian
                        """)
                .with("usr/bin/apt-get", "")
                .with("etc/apt/sources.list.d/debian.sources", """
                        Types: deb
                        URIs: http://mirror.example/debian
                        Suites: bookworm bookworm-updates
                        Components: main
                        Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

                        Types: deb
                        URIs: http://mirror.example/debian-security
                        Suites: bookworm-security
                        Components: main
                        """)
                .with("var/log/empty", "")
                .user(0, WITHOUT_SYS_RESOURCE);
    }

    static TestHost jammy(Path root) throws IOException {
        return new TestHost(root)
                .with("etc/os-release", """
                        PRETTY_NAME="Ubuntu 22.04.5 LTS"
                        VERSION_CODENAME=jammy
                        ID=ubuntu
                        ID_LIKE=debian
                        """)
                .with("usr/bin/apt-get", "")
                .with("etc/apt/sources.list", "deb http://mirror.example/ubuntu jammy main universe\n")
                .with("run/systemd/system/x", "")
                .user(0, ALL);
    }

    HostSystem system() {
        return new HostSystem(root);
    }

    boolean has(String path) {
        return Files.exists(root.resolve(path));
    }

    String text(String path) throws IOException {
        return Files.readString(root.resolve(path));
    }
}
