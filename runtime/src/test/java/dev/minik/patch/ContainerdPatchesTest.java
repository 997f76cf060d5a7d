package dev.minik.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContainerdPatchesTest {
    /** In the form of minik's node images, and in the order in which it is written. */
    private static final String VERSION_3 = """
            version = 3
            imports = ["/etc/containerd/conf.d/*.toml"]

            [plugins."io.containerd.cri.v1.images"]
            snapshotter = "overlayfs"
            discard_unpacked_layers = true

            [plugins."io.containerd.cri.v1.images".pinned_images]
            sandbox = "registry.k8s.io/pause:3.10"

            [plugins."io.containerd.cri.v1.images".registry]
            config_path = "/etc/containerd/certs.d"

            [plugins."io.containerd.cri.v1.runtime"]
            restrict_oom_score_adj = false

            [plugins."io.containerd.cri.v1.runtime".cni]
            bin_dirs = ["/opt/cni/bin"]

            [plugins."io.containerd.cri.v1.runtime".containerd]
            default_runtime_name = "runc"

            [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
            runtime_type = "io.containerd.runc.v2"

            [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
            SystemdCgroup = true
            """;

    private static final String VERSION_2 = """
            version = 2

            [plugins."io.containerd.grpc.v1.cri"]
            restrict_oom_score_adj = false

            [plugins."io.containerd.grpc.v1.cri".containerd]
            snapshotter = "overlayfs"
            """;

    @Test
    void writesWhatItReadsWithoutComments() {
        assertEquals(VERSION_3, apply("# by hand\n" + VERSION_3).result());
        assertEquals(VERSION_2, apply(VERSION_2, "# nothing", "").result());
    }

    /** Patches for the configuration of kind's images, and what of minik's they replace by what. */
    static Stream<Arguments> patchesForVersion2() {
        return Stream.of(
                arguments(
                        "the directory of registries",
                        """
                        [plugins."io.containerd.grpc.v1.cri".registry]
                          config_path = "/etc/certs"
                        """,
                        "config_path = \"/etc/containerd/certs.d\"",
                        "config_path = \"/etc/certs\""),
                arguments(
                        "the same, with its version",
                        """
                        version = 2
                        [plugins."io.containerd.grpc.v1.cri".registry]
                          config_path = "/etc/certs"
                        """,
                        "config_path = \"/etc/containerd/certs.d\"",
                        "config_path = \"/etc/certs\""),
                arguments(
                        "the same for both, the newer place counts",
                        """
                        [plugins."io.containerd.cri.v1.images".registry]
                          config_path = "/etc/new"
                        [plugins."io.containerd.grpc.v1.cri".registry]
                          config_path = "/etc/old"
                        """,
                        "config_path = \"/etc/containerd/certs.d\"",
                        "config_path = \"/etc/new\""),
                arguments("the snapshotter and the runtime of one table", """
                        [plugins."io.containerd.grpc.v1.cri".containerd]
                          snapshotter = "native"
                          default_runtime_name = "crun"
                          discard_unpacked_layers = false
                        """, """
                        snapshotter = "overlayfs"
                        discard_unpacked_layers = true
                        ~default_runtime_name = "runc"
                        """, """
                        snapshotter = "native"
                        discard_unpacked_layers = false
                        ~default_runtime_name = "crun"
                        """),
                arguments("another runtime", """
                        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.gvisor]
                          runtime_type = "io.containerd.runsc.v1"
                          pod_annotations = ["dev.gvisor.*"]
                        """, """
                        SystemdCgroup = true
                        """, """
                        SystemdCgroup = true

                        [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.gvisor]
                        runtime_type = "io.containerd.runsc.v1"
                        pod_annotations = ["dev.gvisor.*"]
                        """),
                arguments("an option of the runtime", """
                        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
                          SystemdCgroup = false
                        """, "SystemdCgroup = true", "SystemdCgroup = false"),
                arguments("the image of pods", """
                        [plugins."io.containerd.grpc.v1.cri"]
                          sandbox_image = "registry.example/pause:1"
                        """, "registry.k8s.io/pause:3.10", "registry.example/pause:1"),
                arguments("settings of pods", """
                        [plugins."io.containerd.grpc.v1.cri"]
                          restrict_oom_score_adj = true
                          device_ownership_from_security_context = true
                        """, "restrict_oom_score_adj = false", """
                        restrict_oom_score_adj = true
                        device_ownership_from_security_context = true"""),
                arguments(
                        "the directory of the CNI plugins",
                        """
                        [plugins."io.containerd.grpc.v1.cri".cni]
                          bin_dir = "/cni"
                          max_conf_num = 2
                        """,
                        "bin_dirs = [\"/opt/cni/bin\"]",
                        "bin_dirs = [\"/cni\"]\nmax_conf_num = 2"),
                arguments("what the server still has there", """
                        [plugins."io.containerd.grpc.v1.cri"]
                          stream_idle_timeout = "1h"
                        """, "SystemdCgroup = true\n", """
                        SystemdCgroup = true

                        [plugins."io.containerd.grpc.v1.cri"]
                        stream_idle_timeout = "1h"
                        """));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("patchesForVersion2")
    void movesPatchesForVersion2(String name, String patch, String before, String after) {
        var expected = VERSION_3;
        var olds = before.split("~", -1);
        var news = after.split("~", -1);
        for (int i = 0; i < olds.length; i++) {
            assertTrue(expected.contains(olds[i].strip()), olds[i]);
            expected = expected.replace(olds[i].strip(), news[i].strip());
        }

        var patched = apply(VERSION_3, patch);

        assertEquals(expected, patched.result());
        assertEquals(List.of(), patched.warnings());
        assertEquals(List.of(), PatchChecks.containerdMerge(patch).stream().toList());
        assertEquals(patched, new ContainerdPatches(List.of(), List.of()).apply(patched.result()));
    }

    @Test
    void leavesTheTablesOfVersion2WhereTheyAre() {
        var patched = apply(VERSION_2, """
                [plugins."io.containerd.grpc.v1.cri".registry.mirrors."localhost:5001"]
                  endpoint = ["http://kind-registry:5000"]
                """);

        assertEquals(VERSION_2 + """

                [plugins."io.containerd.grpc.v1.cri".registry.mirrors."localhost:5001"]
                endpoint = ["http://kind-registry:5000"]
                """, patched.result());
        assertEquals(List.of(), patched.warnings());
    }

    /** containerd starts no CRI plugin with both: https://github.com/containerd/containerd/issues/12612. */
    @Test
    void letsMirrorsReplaceTheDirectoryOfRegistries() {
        var patched = apply(VERSION_3, """
                [plugins."io.containerd.grpc.v1.cri".registry.mirrors."docker.io"]
                  endpoint = ["http://mirror:5000", "https://registry-1.docker.io"]
                """);

        assertEquals(VERSION_3.replace("""
                [plugins."io.containerd.cri.v1.images".registry]
                config_path = "/etc/containerd/certs.d"
                """, """
                [plugins."io.containerd.cri.v1.images".registry.mirrors."docker.io"]
                endpoint = ["http://mirror:5000", "https://registry-1.docker.io"]
                """), patched.result());
        assertEquals(
                List.of("containerdConfigPatches: with registry.mirrors containerd does not look into "
                        + "/etc/containerd/certs.d; mirrors are deprecated: "
                        + "https://kind.sigs.k8s.io/docs/user/local-registry/"),
                patched.warnings());
    }

    @Test
    void skipsPatchesForAnotherVersion() {
        assertSkips(
                VERSION_3,
                "version = 1\nroot = '/x'",
                "it is for version 1 of containerd's configuration, the node image has version 3");
        assertSkips(
                VERSION_2,
                "version = 3\nroot = '/x'",
                "it is for version 3 of containerd's configuration, the node image has version 2");
    }

    private static void assertSkips(String configuration, String patch, String why) {
        var patched = apply(configuration, "", patch);

        assertEquals(configuration, patched.result());
        assertEquals(List.of("containerdConfigPatches[1]: no effect: " + why), patched.warnings());
    }

    @Test
    void appliesMergePatchesInOrderAndThenJsonPatches() {
        var patches = new ContainerdPatches(
                List.of("oom_score = 1\nrequired_plugins = ['a']", "oom_score = 2\nfactor = 2.0"),
                List.of("[{\"op\": \"test\", \"path\": \"/oom_score\", \"value\": 2}]", """
                        - {op: replace, path: /oom_score, value: -3}
                        - {op: add, path: /required_plugins/-, value: b}
                        - {op: add, path: /plugins/io.containerd.grpc.v1.cri~1x, value: {a: null}}
                        - {op: add, path: /plugins/io.containerd.grpc.v1.cri/registry/headers, value: {X-a~/b: [c]}}
                        - {op: replace, path: /plugins/io.containerd.grpc.v1.cri/registry/headers/X-a~0~1b/0, value: d}
                        - {op: replace, path: /plugins/io.containerd.grpc.v1.cri/cni/bin_dir, value: /cni}
                        - op: move
                          from: /plugins/io.containerd.grpc.v1.cri/containerd/runtimes/runc/options
                          path: /plugins/io.containerd.grpc.v1.cri/containerd/runtimes/runc/other
                        - {op: replace, path: /plugins/io.containerd.grpc.v1.cri/containerd/snapshotter, value: native}
                        """));

        assertEquals(
                VERSION_3
                                .replace("\n\n[plugins.\"io.containerd.cri.v1.images\"]", """

                                oom_score = -3
                                required_plugins = ["a", "b"]
                                factor = 2.0

                                [plugins."io.containerd.cri.v1.images"]""")
                                .replace("\"overlayfs\"", "\"native\"")
                                .replace("certs.d\"\n", """
                                certs.d"

                                [plugins."io.containerd.cri.v1.images".registry.headers]
                                "X-a~/b" = ["d"]
                                """)
                                .replace("/opt/cni/bin", "/cni")
                                .replace("runc.options]", "runc.other]")
                        + """

                        [plugins."io.containerd.grpc.v1.cri/x"]
                        """,
                patches.apply(VERSION_3).result());
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(
                        "[{op: remove, path: /nothing}]", "operation 0 (remove /nothing) fails: Missing field nothing"),
                arguments(
                        "[{op: add, path: /imports, value: [a, null]}]",
                        "leaves a null in a list, which TOML does not have"),
                arguments(
                        "[{op: add, path: /plugins/io.containerd.grpc.v1.cri/containerd, value: {}}]",
                        "add /plugins/io.containerd.grpc.v1.cri/containerd: "
                                + "this node image's configuration of containerd divides that table; "
                                + "name something below it"),
                arguments("{}", "a JSON 6902 patch must be a list of operations, this is a mapping"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void tellsWhichJsonPatchFails(String patch, String reason) {
        var patches = new ContainerdPatches(List.of(), List.of("", patch));

        var failure = assertThrows(MinikException.class, () -> patches.apply(VERSION_3));

        assertEquals(ExitCode.INVALID_CONFIG, failure.exitCode());
        assertEquals("containerdConfigPatchesJSON6902[1]: " + reason, failure.message());
    }

    @Test
    void tellsWhichMergePatchCannotBeRead() {
        var failure = assertThrows(MinikException.class, () -> apply(VERSION_3, "a = 1", "a = "));

        assertEquals(ExitCode.INVALID_CONFIG, failure.exitCode());
        assertTrue(failure.message().startsWith("containerdConfigPatches[1]: line 1, column "), failure.message());
    }

    @Test
    void tellsThatTheNodeImageHasNoConfigurationToPatch() {
        var noVersion = assertThrows(MinikException.class, () -> apply("root = '/x'"));
        assertEquals(ExitCode.FAILED, noVersion.exitCode());
        assertEquals(
                "the configuration of containerd in the node image does not tell its version", noVersion.message());

        var noToml = assertThrows(MinikException.class, () -> apply("<xml>"));
        assertEquals(ExitCode.FAILED, noToml.exitCode());
    }

    @Test
    void isEmptyWithoutAPatchThatSaysAnything() {
        assertTrue(new ContainerdPatches(List.of("", "\n"), List.of("")).isEmpty());
        assertFalse(new ContainerdPatches(List.of("a = 1"), List.of()).isEmpty());
        assertFalse(new ContainerdPatches(List.of(), List.of("[]")).isEmpty());
    }

    private static Patched<String> apply(String configuration, String... merges) {
        return new ContainerdPatches(List.of(merges), List.of()).apply(configuration);
    }
}
