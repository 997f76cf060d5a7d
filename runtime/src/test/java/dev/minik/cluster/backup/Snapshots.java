package dev.minik.cluster.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Files that are to minik what snapshots of etcd's are. */
final class Snapshots {
    static final String CA = pem("c");
    static final String OTHER_CA = pem("d");

    private Snapshots() {}

    private static String pem(String last) {
        return """
                -----BEGIN CERTIFICATE-----
                MIIBdTCCARugAwIBAgIBATAKBggqhkjOPQQDAjAVMRMwEQYDVQQDEwprdWJlcm5l
                MIIBdTCCARugAwIBAgIBATAKBggqhkjOPQQDAjAVMRMwEQYDVQQDEwprdWJlcm5l
                %s
                AAAA
                -----END CERTIFICATE-----
                """.formatted(last.repeat(64));
    }

    /** Writes a database of {@code size} bytes with a CA's certificate and a version at {@code place}. */
    static Path write(Path directory, int size, int place, String version, String ca) throws IOException {
        var database = new byte[size];
        var text = ("kubernetesVersion: " + version + "\n" + ca).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(text, 0, database, place, text.length);
        var file = Arrays.copyOf(database, size + 32);
        try {
            System.arraycopy(MessageDigest.getInstance("SHA-256").digest(database), 0, file, size, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        return Files.write(directory.resolve("snapshot.db"), file);
    }
}
