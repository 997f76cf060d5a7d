package dev.minik.cluster.backup;

import dev.minik.digest.Sha256;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A snapshot of etcd's: its database, and the SHA-256 hash of that at the end.
 *
 * @param bytes the size of the file
 * @param ofCluster whether the cluster's CA certificate is in it, as Kubernetes keeps it in every namespace
 * @param minors the versions of Kubernetes that kubeadm noted in it, as {@code v1.37}; older ones may be among them, since a database keeps
 *     pages that it does not use
 * @see <a href="https://github.com/etcd-io/etcd/blob/v3.6.0/etcdutl/snapshot/v3_snapshot.go">what restores it</a>
 */
record SnapshotFile(long bytes, boolean ofCluster, Set<String> minors) {
    private static final int HASH = 32;
    private static final int SECTOR = 512;
    private static final int CHUNK = 1 << 20;
    /** More than anything that is looked for, so that nothing is lost between two chunks. */
    private static final int OVERLAP = 256;

    private static final Pattern VERSION = Pattern.compile("kubernetesVersion: (v\\d{1,3}\\.\\d{1,3})\\.\\d");

    SnapshotFile {
        minors = Set.copyOf(minors);
    }

    /**
     * Reads a file to its end; fails when it is no snapshot, or a damaged one.
     *
     * @param caPem the certificate of the cluster's CA
     */
    static SnapshotFile read(Path file, String caPem) {
        try (var content = Files.newInputStream(file)) {
            long size = Files.size(file);
            if (size <= HASH || size % SECTOR != HASH) {
                throw damaged(file, "its size is not that of a snapshot of etcd's");
            }
            return read(file, content, size, mark(caPem));
        } catch (NoSuchFileException e) {
            throw MinikException.of(
                            ExitCode.EXISTS_OR_NOT_FOUND, "there is no file %s".formatted(file), "name another file")
                    .causedBy(e);
        } catch (IOException e) {
            throw MinikException.of(
                            ExitCode.FAILED, "cannot read %s: %s".formatted(file, e.getMessage()), "name another file")
                    .causedBy(e);
        }
    }

    private static SnapshotFile read(Path file, InputStream content, long size, String mark) throws IOException {
        var digest = Sha256.digest();
        var versions = new HashSet<String>();
        var found = false;
        var rest = "";
        long left = size - HASH;
        while (left > 0) {
            var chunk = content.readNBytes((int) Math.min(CHUNK, left));
            if (chunk.length == 0) {
                throw damaged(file, "it has become shorter");
            }
            left -= chunk.length;
            digest.update(chunk);
            var text = rest + new String(chunk, StandardCharsets.ISO_8859_1);
            found = found || text.contains(mark);
            var version = VERSION.matcher(text);
            while (version.find()) {
                versions.add(version.group(1));
            }
            rest = text.substring(Math.max(0, text.length() - OVERLAP));
        }
        if (!MessageDigest.isEqual(digest.digest(), content.readNBytes(HASH))) {
            throw damaged(file, "its content does not have the hash at its end");
        }
        return new SnapshotFile(size, found, versions);
    }

    /** Returns a line of a certificate that no other certificate has: one of its signature. */
    private static String mark(String caPem) {
        var lines = caPem.strip().lines().toList();
        if (lines.size() < 4) {
            throw new IllegalArgumentException("no certificate in PEM");
        }
        return lines.get(lines.size() - 3);
    }

    private static MinikException damaged(Path file, String why) {
        return MinikException.of(
                ExitCode.FAILED,
                "%s is damaged, or no snapshot of etcd's: %s".formatted(file, why),
                "restore another one; nothing was changed");
    }
}
