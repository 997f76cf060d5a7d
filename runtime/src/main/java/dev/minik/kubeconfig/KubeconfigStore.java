package dev.minik.kubeconfig;

import dev.minik.error.MinikException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes the user's kubeconfig files. Any number of processes may do so at once, kubectl among them: every change is made under the
 * lock that client-go uses, and a file is replaced in one step. Files that need no change are neither locked nor written, so they may
 * be read-only (with kubectl they may not: https://github.com/kubernetes/kubernetes/issues/32606).
 *
 * <p>All methods throw {@link MinikException}: {@code TIMED_OUT} if a lock is not given up, {@code FAILED} if a file cannot be read or
 * written or is not a kubeconfig. A file that was not understood is never touched.
 */
public final class KubeconfigStore {
    private final KubeconfigPaths paths;
    private final LockPolicy locking;

    /** Works on the files that kubectl would use. */
    public KubeconfigStore(KubeconfigPaths paths) {
        this(paths, LockPolicy.DEFAULT);
    }

    KubeconfigStore(KubeconfigPaths paths, LockPolicy locking) {
        this.paths = paths;
        this.locking = locking;
    }

    /** Returns the file that an entry that is in no file yet would be merged into. */
    public Path target(Optional<Path> explicit) {
        return paths.forNew(explicit);
    }

    /**
     * Puts an entry into the file that has one of its name, else into the first file that exists, and makes it the current context.
     *
     * @param explicit the file to use instead of those in {@code KUBECONFIG}
     * @return the file that holds the entry now
     */
    public Path merge(Optional<Path> explicit, KubeconfigEntry entry) {
        var first = paths.forNew(explicit);
        var holder = paths.all(explicit).stream()
                .filter(path -> file(path).mayHold(entry.name()))
                .findFirst()
                .orElse(first);
        if (holder.equals(first)) {
            file(first).update(content -> content.with(entry).withCurrentContext(entry.name()));
        } else {
            file(holder).update(content -> content.with(entry));
            // of several files the first that names a current context is heard
            file(first).update(content -> content.withCurrentContext(entry.name()));
        }
        return holder;
    }

    /**
     * Gives an entry that is there another server's port and other credentials, where they have changed. What else the user has made of it,
     * and the current context, stay as they are.
     *
     * @param explicit the only file to look into, instead of those in {@code KUBECONFIG}
     * @return the file that was changed; empty when none had to be
     */
    public Optional<Path> refresh(Optional<Path> explicit, KubeconfigEntry entry) {
        return paths.all(explicit).stream()
                .filter(path -> file(path).mayHold(entry.name()))
                .findFirst()
                .filter(path -> file(path).update(content -> content.refreshed(entry)));
    }

    /**
     * Removes cluster, user and context of a name from every file, and unsets the current context where it is that one.
     *
     * @param explicit the only file to look into, instead of those in {@code KUBECONFIG}
     * @return the files that were changed; failures are thrown after all files have been tried
     */
    public List<Path> remove(Optional<Path> explicit, String name) {
        var changed = new ArrayList<Path>();
        var failures = new ArrayList<MinikException>();
        for (var path : paths.all(explicit)) {
            var file = file(path);
            try {
                if (file.mayMention(name) && file.update(content -> content.without(name))) {
                    changed.add(path);
                }
            } catch (MinikException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            var first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
        return changed;
    }

    private KubeconfigFile file(Path path) {
        return new KubeconfigFile(path, locking);
    }
}
