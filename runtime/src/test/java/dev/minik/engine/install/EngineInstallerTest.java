package dev.minik.engine.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.Engine;
import dev.minik.engine.EngineEndpoint;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.engine.install.InstallPlan.Action;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.process.Command;
import dev.minik.process.FakeCommandRunner;
import dev.minik.progress.Progress;
import dev.minik.progress.ProgressEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineInstallerTest {
    private static final String APT_GET = "apt-get -q -y -o DPkg::Lock::Timeout=120 ";
    private static final String UPDATE = APT_GET + "update";
    private static final String INSTALL = APT_GET + "install --no-install-recommends ";
    private static final String SIMULATE = APT_GET + "install --no-install-recommends --simulate ";

    /** Recorded on Debian 12 with Debian 13 as a second source. */
    private static final String TRIXIE_SIMULATED = """
            Reading package lists...
            Selected version '26.1.5+dfsg1-9+b9' (Debian:13.1/stable [amd64]) for 'docker.io'
            The following NEW packages will be installed:
              containerd docker.io runc
            0 upgraded, 3 newly installed, 0 to remove and 4 not upgraded.
            Inst runc (1.1.5+ds1-1+deb12u1 Debian:12.12/oldstable [amd64])
            Inst containerd (1.7.24~ds1-6+b4 Debian:13.1/stable [amd64])
            Inst docker.io (26.1.5+dfsg1-9+b9 Debian:13.1/stable [amd64])
            Conf runc (1.1.5+ds1-1+deb12u1 Debian:12.12/oldstable [amd64])
            """;

    @TempDir
    private Path root;

    private final FakeCommandRunner commands = new FakeCommandRunner();
    private final List<String> notices = new ArrayList<>();
    private int triesUntilAnswer = Integer.MAX_VALUE;

    private Engine connect(EngineEndpoint endpoint) {
        assertEquals("unix:///var/run/docker.sock", endpoint.uri().toString());
        if (--triesUntilAnswer < 0) {
            return new FakeEngine();
        }
        throw new EngineException(Kind.UNAVAILABLE, "Connection refused", null);
    }

    private EngineInstaller installer(TestHost host) {
        var progress = new Progress(
                event -> {
                    if (event instanceof ProgressEvent.Notice notice) {
                        notices.add(notice.text());
                    }
                },
                InstantSource.system());
        return new EngineInstaller(host.system(), commands, this::connect, progress, Duration.ofSeconds(20));
    }

    private static String policy(String candidate) {
        return "docker.io:\n  Installed: (none)\n  Candidate: %s\n  Version table:\n".formatted(candidate);
    }

    private MinikException failure(TestHost host) {
        return assertThrows(MinikException.class, () -> installer(host).install());
    }

    @Test
    void anEngineThatAnswersIsLeftAlone() throws IOException {
        triesUntilAnswer = 0;
        var installer = installer(TestHost.bookworm(root).user(1000, TestHost.ALL));
        assertEquals(Action.NOTHING, installer.plan().action());
        installer.install();
        assertEquals(List.of(), commands.commands());
        assertEquals(List.of("An engine answers already at /var/run/docker.sock"), notices);
    }

    @Test
    void otherSystemsAreToldWhatToInstall() throws IOException {
        var host = new TestHost(root).with("etc/os-release", "ID=fedora\nPRETTY_NAME=\"Fedora Linux 43\"\n");
        var failure = failure(host);
        assertEquals(ExitCode.ENGINE_UNAVAILABLE, failure.exitCode());
        assertTrue(failure.message().contains("Fedora Linux 43"), failure::message);
        assertTrue(failure.remedy().contains("Install Docker 23"), failure::remedy);
    }

    @Test
    void othersThanRootAreToldHowTo() throws IOException {
        var failure = failure(TestHost.bookworm(root).user(1000, TestHost.ALL));
        assertEquals(ExitCode.ENGINE_UNAVAILABLE, failure.exitCode());
        assertTrue(failure.remedy().contains("sudo minik install engine"), failure::remedy);
        assertEquals(List.of(), commands.commands());
    }

    @Test
    void aRecentDockerOfTheDistributionIsTaken() throws IOException {
        commands.on("apt-cache policy docker.io", policy("28.2.2-0ubuntu1~22.04.1"))
                .on(UPDATE, "")
                .on(SIMULATE + "docker.io", "Inst docker.io (28.2.2-0ubuntu1~22.04.1 Ubuntu [amd64])\n")
                .on(INSTALL + "docker.io", "Setting up docker.io\n")
                .on("systemctl enable --now docker", "");
        triesUntilAnswer = 3;
        var installer = installer(TestHost.jammy(root));
        installer.install();
        assertEquals(
                List.of(
                        "apt-cache policy docker.io",
                        UPDATE,
                        SIMULATE + "docker.io",
                        INSTALL + "docker.io",
                        "systemctl enable --now docker"),
                commands.commands());
        assertEquals(List.of("install docker.io 28.2.2-0ubuntu1~22.04.1"), notices);
        assertEquals(
                "noninteractive", commands.fullCommands().get(3).environment().get("DEBIAN_FRONTEND"));
    }

    @Test
    void anOldDockerIsTakenWhereItWorks() throws IOException {
        commands.on("apt-cache policy docker.io", policy("20.10.24+dfsg1-1+deb12u1+b6"))
                .on(SIMULATE + "docker.io", "Inst docker.io (20.10.24+dfsg1-1+deb12u1+b6 Debian [amd64])\n");
        var plan = installer(TestHost.bookworm(root).user(0, TestHost.ALL)).plan();
        assertEquals(Action.INSTALL, plan.action());
        assertEquals(List.of("install docker.io 20.10.24+dfsg1-1+deb12u1+b6", "start Docker"), plan.lines());
    }

    @Test
    void theNextReleaseIsAskedWhereTheOldDockerCannotWork() throws IOException {
        commands.on("apt-cache policy docker.io", policy("20.10.24+dfsg1-1+deb12u1+b6"))
                .on(UPDATE, "")
                .on(SIMULATE + "docker.io/trixie", TRIXIE_SIMULATED)
                .on(INSTALL + "docker.io/trixie", "")
                .on("setsid " + root.resolve("usr/sbin/dockerd"), "API listen on /var/run/docker.sock\n");
        triesUntilAnswer = 2;
        var host = TestHost.bookworm(root);
        var installer = installer(host);
        // Installing puts the program there; the fake package manager does not.
        commands.on(root.resolve("usr/sbin/dockerd") + " --version", "Docker version 20.10.24+dfsg1, build 297e128\n");
        host.with("usr/sbin/dockerd", "");
        installer.install();
        assertEquals(
                List.of(
                        root.resolve("usr/sbin/dockerd") + " --version",
                        "apt-cache policy docker.io",
                        UPDATE,
                        SIMULATE + "docker.io/trixie",
                        INSTALL + "docker.io/trixie",
                        "setsid " + root.resolve("usr/sbin/dockerd")),
                commands.commands());
        assertEquals("""
                Types: deb
                URIs: http://mirror.example/debian
                Suites: trixie
                Components: main
                Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
                """, host.text("etc/apt/sources.list.d/minik-engine.sources"));
        assertEquals(
                "Package: *\nPin: release n=trixie\nPin-Priority: 100\n",
                host.text("etc/apt/preferences.d/minik-engine"));
        assertTrue(notices.contains("install containerd 1.7.24~ds1-6+b4"), notices::toString);
    }

    @Test
    void thePlanForTheNextReleaseChangesNothing() throws IOException {
        commands.on("apt-cache policy docker.io", policy("20.10.24+dfsg1-1+deb12u1+b6"));
        var host = TestHost.bookworm(root);
        var plan = installer(host).plan();
        assertEquals(Action.INSTALL_FROM_NEXT_RELEASE, plan.action());
        assertTrue(plan.lines().get(0).contains("trixie"), plan::toString);
        assertFalse(host.has("etc/apt/sources.list.d/minik-engine.sources"));
    }

    @Test
    void aSourceOfTheNextReleaseThatIsThereIsUsed() throws IOException {
        commands.on("apt-cache policy docker.io", policy("20.10.24+dfsg1-1+deb12u1+b6"))
                .on(SIMULATE + "docker.io/trixie", TRIXIE_SIMULATED);
        var host = TestHost.bookworm(root)
                .with("etc/apt/sources.list.d/mine.list", "deb http://mirror.example/debian trixie main\n");
        assertEquals(
                List.of(
                        "install runc 1.1.5+ds1-1+deb12u1",
                        "install containerd 1.7.24~ds1-6+b4",
                        "install docker.io 26.1.5+dfsg1-9+b9",
                        "start Docker"),
                installer(host).plan().lines());
    }

    @Test
    void nothingIsDoneThatRemovesPackages() throws IOException {
        commands.on("apt-cache policy docker.io", policy("20.10.24+dfsg1-1+deb12u1+b6"))
                .on(UPDATE, "")
                .on(SIMULATE + "docker.io/trixie", """
                        Remv podman [4.3.1+ds1-8+deb12u1]
                        Inst libc6 [2.36-9+deb12u10] (2.41-12 Debian:13.1/stable [amd64])
                        Inst docker.io (26.1.5+dfsg1-9+b9 Debian:13.1/stable [amd64])
                        """);
        var host = TestHost.bookworm(root);
        var failure = failure(host);
        assertTrue(failure.message().contains("would remove other packages: podman"), failure::message);
        assertTrue(failure.details().contains("upgrade libc6 2.36-9+deb12u10 to 2.41-12"), failure.details()::toString);
        assertFalse(host.has("etc/apt/sources.list.d/minik-engine.sources"));
        assertFalse(host.has("etc/apt/preferences.d/minik-engine"));
    }

    @Test
    void emptyPackageListsAreFetchedFirst() throws IOException {
        commands.on("apt-cache policy docker.io", policy("(none)"))
                .on("apt-cache policy docker.io", policy("26.1.5+dfsg1-9+b9"))
                .on(UPDATE, "")
                .on(SIMULATE + "docker.io", "Inst docker.io (26.1.5+dfsg1-9+b9 Debian [amd64])\n");
        assertEquals(Action.INSTALL, installer(TestHost.bookworm(root)).plan().action());
        assertTrue(commands.commands().contains(UPDATE));
    }

    @Test
    void aSystemWithoutANextReleaseIsToldWhatToInstall() throws IOException {
        commands.on("apt-cache policy docker.io", policy("20.10.21-0ubuntu1~22.04.1"))
                .on(UPDATE, "");
        var failure = failure(TestHost.jammy(root).user(0, TestHost.WITHOUT_SYS_RESOURCE));
        assertEquals(ExitCode.ENGINE_UNAVAILABLE, failure.exitCode());
        assertTrue(failure.message().contains("Docker 20.10.21"), failure::message);
    }

    @Test
    void anInstalledEngineIsOnlyStarted() throws IOException {
        var dockerd = root.resolve("usr/sbin/dockerd").toString();
        commands.on(dockerd + " --version", "Docker version 26.1.5+dfsg1, build 411e817\n")
                .on("setsid " + dockerd, "");
        var host = TestHost.bookworm(root).with("usr/sbin/dockerd", "");
        triesUntilAnswer = 2;
        installer(host).install();
        assertEquals(List.of(dockerd + " --version", "setsid " + dockerd), commands.commands());
    }

    @Test
    void anEngineThatDoesNotStartShowsItsLog() throws IOException {
        var dockerd = root.resolve("usr/sbin/dockerd").toString();
        commands.on(dockerd + " --version", "Docker version 26.1.5+dfsg1, build 411e817\n")
                .on("setsid " + dockerd, "failed to start daemon: Devices cgroup isn't mounted\n");
        var failure = failure(TestHost.bookworm(root).with("usr/sbin/dockerd", ""));
        assertEquals(ExitCode.ENGINE_UNAVAILABLE, failure.exitCode());
        assertEquals(List.of("failed to start daemon: Devices cgroup isn't mounted"), failure.details());
    }

    @Test
    void aServiceThatDoesNotStartShowsItsJournal() throws IOException {
        var dockerd = root.resolve("usr/sbin/dockerd").toString();
        commands.on(dockerd + " --version", "Docker version 28.2.2, build x\n")
                .on("systemctl enable --now docker", 1, "", "Job for docker.service failed\n")
                .on("journalctl -u docker -n 20 --no-pager", "no space left on device\n");
        var failure = failure(TestHost.jammy(root).with("usr/sbin/dockerd", ""));
        assertEquals(List.of("no space left on device"), failure.details());
    }

    @Test
    void commandsAreShownAsTheyCouldBePasted() {
        assertEquals(
                "apt-get -o 'A b' 'it'\\''s'",
                Command.of("apt-get", "-o", "A b", "it's").display());
    }
}
