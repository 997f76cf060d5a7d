package dev.minik.engine.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.install.InstallPlan.Action;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.process.FakeCommandRunner;
import dev.minik.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildToolsInstallerTest {
    private static final String QUERY =
            "dpkg-query -W -f '${Package} ${db:Status-Status}\\n' debootstrap gcc libc6-dev libseccomp-dev pkg-config";
    private static final String APT_GET = "apt-get -q -y -o DPkg::Lock::Timeout=120 ";
    private static final String ALL_THERE =
            "debootstrap installed\ngcc installed\nlibc6-dev installed\nlibseccomp-dev installed\npkg-config installed\n";
    private static final String GO_126 = "go version go1.26.8 linux/amd64\n";

    @TempDir
    private Path root;

    private final FakeCommandRunner commands = new FakeCommandRunner();

    private BuildToolsInstaller installer(TestHost host) {
        return new BuildToolsInstaller(host.system(), commands, Progress.silent());
    }

    private MinikException failure(TestHost host) {
        var failure = assertThrows(MinikException.class, () -> installer(host).install("1.26"));
        assertEquals(ExitCode.UNSUITABLE_HOST, failure.exitCode());
        return failure;
    }

    @Test
    void nothingHappensWhereAllIsThere() throws IOException {
        commands.on(QUERY, ALL_THERE).on("go version", GO_126);
        var installer = installer(TestHost.bookworm(root).user(1000, TestHost.ALL));
        assertEquals(Action.NOTHING, installer.plan("1.26").action());
        installer.install("1.26");
        assertEquals(List.of(QUERY, "go version", QUERY, "go version"), commands.commands());
    }

    @Test
    void onlyWhatIsMissingIsInstalled() throws IOException {
        var install = "install --no-install-recommends ";
        commands.on(QUERY, 1, "gcc installed\nlibc6-dev installed\ndebootstrap config-files\n", "no packages found\n")
                .on("go version", GO_126)
                .on(APT_GET + "update", "")
                .on(
                        APT_GET + install + "--simulate debootstrap libseccomp-dev pkg-config",
                        "Inst debootstrap (1 x [all])\n")
                .on(APT_GET + install + "debootstrap libseccomp-dev pkg-config", "");
        installer(TestHost.bookworm(root)).install("1.26");
        assertTrue(commands.commands().contains(APT_GET + install + "debootstrap libseccomp-dev pkg-config"));
    }

    @Test
    void anOlderGoThatFetchesTheNeededOneIsEnough() throws IOException {
        commands.on(QUERY, ALL_THERE).on("go version", "go version go1.22.2 linux/amd64\n");
        assertEquals(
                Action.NOTHING, installer(TestHost.bookworm(root)).plan("1.26").action());
    }

    @Test
    void aMissingGoComesFromTheDistribution() throws IOException {
        commands.on(QUERY, ALL_THERE)
                .on("go version", 127, "", "no such file")
                .on("apt-cache policy golang-go", "golang-go:\n  Candidate: 2:1.24~2\n")
                .on(APT_GET + "install --no-install-recommends --simulate golang-go", "Inst golang-go (2:1.24~2 x)\n");
        assertEquals(
                List.of("install golang-go 2:1.24~2"),
                installer(TestHost.bookworm(root)).plan("1.26").lines());
    }

    @Test
    void aDistributionWithAnOldGoIsTold() throws IOException {
        commands.on(QUERY, ALL_THERE)
                .on("go version", "go version go1.19.8 linux/amd64\n")
                .on("apt-cache policy golang-go", "golang-go:\n  Candidate: 2:1.19~1\n");
        var failure = failure(TestHost.bookworm(root));
        assertTrue(failure.message().startsWith("Go 1.26 is needed"), failure::message);
        assertTrue(failure.remedy().contains("https://go.dev/dl/"), failure::remedy);
    }

    @Test
    void othersThanRootAreToldTheCommand() throws IOException {
        commands.on(QUERY, "gcc installed\nlibc6-dev installed\n").on("go version", GO_126);
        var failure = failure(TestHost.bookworm(root).user(1000, TestHost.ALL));
        assertEquals(
                "Run 'sudo apt-get install --no-install-recommends debootstrap libseccomp-dev pkg-config'",
                failure.remedy());
    }

    @Test
    void otherSystemsAreRefused() throws IOException {
        var failure = failure(new TestHost(root).with("etc/os-release", "PRETTY_NAME=\"Fedora Linux 43\"\n"));
        assertTrue(failure.message().contains("Fedora Linux 43"), failure::message);
    }
}
