package dev.minik.kubeconfig;

import static dev.minik.kubeconfig.Entries.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class KubeconfigStoreTest {
    private static final Optional<Path> CONFIGURED = Optional.empty();
    private static final String FOREIGN = """
            apiVersion: v1
            kind: Config
            current-context: prod
            contexts:
            - name: prod
              context: {cluster: prod, user: prod}
            clusters: []
            users: []
            """;

    @TempDir
    Path directory = Path.of(".");

    private Path a = Path.of(".");
    private Path b = Path.of(".");
    private Path c = Path.of(".");

    @BeforeEach
    void name() {
        a = directory.resolve("a");
        b = directory.resolve("b");
        c = directory.resolve("c");
    }

    @Test
    void makesFileAndDirectoriesForTheUserOnly() throws IOException {
        var file = directory.resolve("home").resolve(".kube").resolve("config");
        assertEquals(file, store(file).target(CONFIGURED));
        assertEquals(file, store(file).merge(CONFIGURED, entry("minik-a")));
        assertEquals(entry("minik-a").toYaml(), Files.readString(file));
        assertEquals("rw-------", mode(file));
        assertEquals("rwx------", mode(directory.resolve("home")));
        assertEquals("rwx------", mode(directory.resolve("home").resolve(".kube")));
        assertEquals(List.of("config"), names(directory.resolve("home").resolve(".kube")));
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--, rw-------", "rw-------, rw-------", "r--------, r--------", "rwxrwxrwx, rw-------"})
    void neverLoosensPermissions(String before, String after) throws IOException {
        Files.writeString(a, FOREIGN);
        Files.setPosixFilePermissions(a, PosixFilePermissions.fromString(before));
        store(a).merge(CONFIGURED, entry("minik-a"));
        assertEquals(after, mode(a));
    }

    @Test
    void removesWhatItMerged() throws IOException {
        Files.writeString(a, FOREIGN);
        store(a).merge(CONFIGURED, entry("minik-a"));
        store(a).merge(CONFIGURED, entry("minik-b"));
        assertTrue(read(a).mentions("prod"));
        assertEquals("minik-b", currentContext(a));
        assertEquals(List.of(a), store(a).remove(CONFIGURED, "minik-a"));
        assertEquals("minik-b", currentContext(a));
        assertFalse(read(a).mentions("minik-a"));
        assertEquals(List.of(a), store(a).remove(CONFIGURED, "minik-b"));
        assertEquals("", currentContext(a));
        assertTrue(read(a).mentions("prod"));
        assertEquals(List.of(), store(a).remove(CONFIGURED, "minik-b"));
    }

    @Test
    void removingFromNothingMakesNothing() throws IOException {
        var file = directory.resolve("none").resolve("config");
        assertEquals(List.of(), store(file).remove(CONFIGURED, "minik-a"));
        assertEquals(List.of(), names(directory));
    }

    @Test
    void goesIntoTheFirstFileThatExists() throws IOException {
        Files.writeString(b, FOREIGN);
        Files.writeString(c, FOREIGN);
        assertEquals(b, store(a, b, c).merge(CONFIGURED, entry("minik-a")));
        assertEquals("minik-a", currentContext(b));
        assertEquals(FOREIGN, Files.readString(c));
        assertEquals(List.of("b", "c"), names(directory));
    }

    @Test
    void staysInTheFileThatItIsInAndBecomesCurrentWhereThatIsHeard() throws IOException {
        Files.writeString(a, FOREIGN);
        store(b).merge(CONFIGURED, entry("minik-a"));
        var moved = entry("minik-a").withServer("https://127.0.0.1:1");
        assertEquals(b, store(a, b).merge(CONFIGURED, moved));
        assertTrue(Files.readString(b).contains("https://127.0.0.1:1"));
        assertFalse(read(a).holds("minik-a"));
        assertEquals("minik-a", currentContext(a));

        assertEquals(List.of(a, b), store(a, b).remove(CONFIGURED, "minik-a"));
        assertFalse(read(a).mentions("minik-a") || read(b).mentions("minik-a"));
    }

    @Test
    void bringsAnEntryUpToDateAndLeavesTheRest() throws IOException {
        Files.writeString(a, FOREIGN);
        store(b).merge(CONFIGURED, entry("minik-a"));
        Files.writeString(b, Files.readString(b).replace("context:\n", "context:\n    namespace: mine\n"));
        var moved = entry("minik-a").withServer(entry("minik-a").server().replaceFirst(":\\d+$", ":1"));

        assertEquals(Optional.of(b), store(a, b).refresh(CONFIGURED, moved));

        var text = Files.readString(b);
        assertTrue(text.contains(moved.server()) && text.contains("namespace: mine"), text);
        assertEquals("prod", currentContext(a));
        assertEquals(CONFIGURED, store(a, b).refresh(CONFIGURED, moved), "nothing has changed since");
        assertEquals(CONFIGURED, store(a, b).refresh(CONFIGURED, entry("minik-b")), "there is no such entry");
        assertFalse(read(a).holds("minik-b") || read(b).holds("minik-b"));
    }

    @Test
    void aServerThatTheUserCallsOtherwiseIsLeft() throws IOException {
        store(b).merge(CONFIGURED, entry("minik-a").withServer("https://my-host:6443"));

        assertEquals(CONFIGURED, store(b).refresh(CONFIGURED, entry("minik-a")));

        assertTrue(Files.readString(b).contains("https://my-host:6443"));
    }

    @Test
    void usesOnlyTheFileThatIsNamed() throws IOException {
        Files.writeString(a, FOREIGN);
        assertEquals(c, store(a).merge(Optional.of(c), entry("minik-a")));
        assertEquals(FOREIGN, Files.readString(a));
        assertEquals(List.of(), store(a).remove(CONFIGURED, "minik-a"));
        assertEquals(List.of(c), store(a).remove(Optional.of(c), "minik-a"));
    }

    @Test
    void writesToTheTargetOfALink() throws IOException {
        var real = Files.createDirectories(directory.resolve("real"));
        var linkedDirectory = Files.createSymbolicLink(directory.resolve("linked"), real);
        Files.writeString(real.resolve("config"), FOREIGN);
        Files.createSymbolicLink(a, Path.of("b"));
        Files.createSymbolicLink(b, linkedDirectory.resolve("config"));
        store(a).merge(CONFIGURED, entry("minik-a"));
        assertTrue(Files.isSymbolicLink(a) && Files.isSymbolicLink(b));
        assertTrue(read(real.resolve("config")).holds("minik-a")
                && read(real.resolve("config")).mentions("prod"));
        assertEquals(List.of("config"), names(real));
        assertEquals(List.of("a", "b", "linked", "real"), names(directory));
    }

    @Test
    void makesTheMissingTargetOfALink() throws IOException {
        Files.createSymbolicLink(a, Path.of("new", "config"));
        store(a).merge(CONFIGURED, entry("minik-a"));
        assertTrue(Files.isSymbolicLink(a));
        assertTrue(read(directory.resolve("new").resolve("config")).holds("minik-a"));
    }

    @Test
    void followsNoEndlessLink() throws IOException {
        Files.createSymbolicLink(a, b);
        Files.createSymbolicLink(b, a);
        assertFailed(a, "symbolic links");
    }

    @Test
    void leavesNoTraceOfAWriterThatCrashed() throws IOException {
        Files.writeString(directory.resolve("a.minik-new"), "half");
        store(a).merge(CONFIGURED, entry("minik-a"));
        assertEquals(List.of("a"), names(directory));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "a: b: c", "just text", "- a", "clusters: {}", "a: 1\na: 2", "--- {}\n--- {}\n"})
    void doesNotTouchAFileThatItDoesNotUnderstand(String text) throws IOException {
        Files.writeString(a, text);
        assertFailed(a, "is not a kubeconfig");
        assertEquals(text, Files.readString(a));
        assertEquals(List.of("a"), names(directory));
    }

    @Test
    void doesNotTouchAFileThatIsNotText() throws IOException {
        var bytes = new byte[] {(byte) 0xff, (byte) 0xfe, 0};
        Files.write(a, bytes);
        assertFailed(a, "UTF-8");
        assertEquals(3, Files.size(a));
    }

    @Test
    void saysWhichFileOfSeveralIsBrokenAfterDoingTheOthers() throws IOException {
        Files.writeString(a, "{");
        store(b).merge(CONFIGURED, entry("minik-a"));
        var store = store(a, b);
        var failure = assertThrows(MinikException.class, () -> store.remove(CONFIGURED, "minik-a"));
        assertTrue(failure.message().startsWith(a + " is not a kubeconfig: line 1"), failure::message);
        assertFalse(read(b).mentions("minik-a"));
    }

    @Test
    void refusesWhatIsNotARegularFile() throws IOException {
        Files.createDirectory(a);
        assertFailed(a, "not a regular file");
        assertEquals(List.of(), store(a).remove(CONFIGURED, "minik-a"));
    }

    @Test
    void saysWhenTheDirectoryCannotBeMade() throws IOException {
        Files.writeString(a, "a file");
        assertFailed(a.resolve("config"), a.toString());
    }

    @Test
    void saysWhenTheDirectoryIsReadOnly() throws IOException {
        Files.writeString(a, FOREIGN);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeFalse(Files.isWritable(directory), "root may write everywhere");
            assertFailed(a, "no permission for " + directory);
            assertEquals(FOREIGN, Files.readString(a));
        } finally {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void doesNotWriteWhatIsThereAlready() throws IOException {
        store(a).merge(CONFIGURED, entry("minik-a"));
        var commented = "# mine\n" + Files.readString(a);
        Files.writeString(a, commented);
        store(a).merge(CONFIGURED, entry("minik-a"));
        assertEquals(commented, Files.readString(a));
    }

    @Test
    void timesOutAndSaysWhatToDo() throws IOException {
        var holder = ProcessIdentity.current();
        Files.writeString(directory.resolve("a.lock"), holder.toText() + "lock x\n");
        var policy = new LockPolicy(Duration.ofMillis(150), Duration.ofMinutes(1), InstantSource.system());
        var store = new KubeconfigStore(new KubeconfigPaths(List.of(a)), policy);
        var failure = assertThrows(MinikException.class, () -> store.merge(CONFIGURED, entry("minik-a")));
        assertEquals(ExitCode.TIMED_OUT, failure.exitCode());
        var lock = directory.toRealPath().resolve("a.lock").toString();
        assertTrue(failure.message().startsWith(lock + " is held by process " + holder.pid()), failure::message);
        assertTrue(failure.remedy().contains("rm '" + lock + "'"), failure::remedy);
        assertFalse(Files.exists(a));
        assertTrue(Files.exists(directory.resolve("a.lock")));
    }

    private static void assertFailed(Path file, String reason) {
        var failure = assertThrows(MinikException.class, () -> store(file).merge(CONFIGURED, entry("minik-a")));
        assertEquals(ExitCode.FAILED, failure.exitCode());
        assertTrue(failure.message().contains(reason), failure::message);
        assertTrue(failure.message().contains(file.toString()), failure::message);
        assertTrue(failure.remedy().contains("--kubeconfig"), failure::remedy);
    }

    private static KubeconfigStore store(Path... files) {
        return new KubeconfigStore(new KubeconfigPaths(List.of(files)));
    }

    private static Kubeconfig read(Path file) throws IOException {
        return Kubeconfig.parse(Files.readString(file, StandardCharsets.UTF_8));
    }

    private static String currentContext(Path file) throws IOException {
        var line = Files.readAllLines(file).stream()
                .filter(text -> text.startsWith("current-context: "))
                .findFirst()
                .orElseThrow();
        var value = line.substring("current-context: ".length());
        return value.equals("''") ? "" : value;
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
