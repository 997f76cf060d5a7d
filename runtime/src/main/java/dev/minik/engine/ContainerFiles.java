package dev.minik.engine;

import dev.minik.archive.TarEntry;
import dev.minik.archive.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads what containers hold, whether they run or not. None of it is trusted. */
public final class ContainerFiles {
    private final Engine engine;

    /** Reads through {@code engine}. */
    public ContainerFiles(Engine engine) {
        this.engine = engine;
    }

    /**
     * Returns a small text file of a container; empty where there is none.
     *
     * @param limit the most bytes that it may have
     * @throws UncheckedIOException if it has more
     */
    public Optional<String> text(String container, String path, int limit) {
        try (var tar = engine.copyFrom(container, path)) {
            return TarReader.firstFile(tar, limit).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        } catch (EngineException e) {
            throwUnlessMissing(e);
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Tells what is in a directory of a container, and in those below it, to {@code visitor}.
     *
     * @return whether there is such a directory
     */
    public boolean visit(String container, String directory, Visitor visitor) {
        var parent = directory.substring(0, directory.lastIndexOf('/') + 1);
        try (var tar = engine.copyFrom(container, directory)) {
            TarReader.read(tar, (entry, content) -> visitor.visit(parent + plain(entry.name()), entry, content));
            return true;
        } catch (EngineException e) {
            throwUnlessMissing(e);
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An archive of a directory begins with the directory's own name. */
    private static String plain(String name) {
        return name.replaceFirst("^(\\./|/)+", "");
    }

    private static void throwUnlessMissing(EngineException e) {
        if (e.kind() != EngineException.Kind.NOT_FOUND) {
            throw e;
        }
    }

    /** Takes what is in a directory. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Takes one entry.
         *
         * @param path its path in the container
         * @param content valid during the call only; it need not be read
         * @throws IOException to end the reading, as {@link UncheckedIOException} for the caller
         */
        void visit(String path, TarEntry entry, InputStream content) throws IOException;
    }
}
