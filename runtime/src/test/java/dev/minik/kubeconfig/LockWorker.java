package dev.minik.kubeconfig;

import static dev.minik.kubeconfig.Entries.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Another process that works on a kubeconfig. Its first argument says what it does. */
final class LockWorker {
    private LockWorker() {}

    public static void main(String[] arguments) throws IOException {
        var file = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "merge" -> merge(file, arguments[2], Integer.parseInt(arguments[3]));
            case "count" -> count(file, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            case "hold" -> hold(file);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Merges entries and removes every second of them. */
    private static void merge(Path file, String prefix, int entries) {
        var store = new KubeconfigStore(new KubeconfigPaths(List.of(file)));
        for (int i = 0; i < entries; i++) {
            store.merge(Optional.empty(), entry(prefix + i));
            if (i % 2 == 1) {
                store.remove(Optional.empty(), prefix + i);
            }
        }
    }

    /** Adds one to a number, so many times, and after {@code survived} times dies while it holds the lock. */
    private static void count(Path number, int times, int survived) throws IOException {
        for (int i = 0; i < times; i++) {
            boolean dies = i == survived;
            LockFile.holding(List.of(lock(number)), LockPolicy.DEFAULT, () -> {
                if (dies) {
                    Runtime.getRuntime().halt(9);
                }
                var before = Integer.parseInt(Files.readString(number));
                Files.writeString(number, Integer.toString(before + 1));
                return before;
            });
        }
    }

    /** Takes the lock, says so, and keeps it until its input ends. */
    private static void hold(Path number) throws IOException {
        LockFile.holding(List.of(lock(number)), LockPolicy.DEFAULT, () -> {
            System.out.println("held");
            return System.in.read();
        });
    }

    static Path lock(Path file) {
        return file.resolveSibling(file.getFileName() + ".lock");
    }
}
