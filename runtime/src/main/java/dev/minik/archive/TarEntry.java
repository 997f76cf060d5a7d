package dev.minik.archive;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * What an archive says of one of its entries.
 *
 * @param name its path as written in the archive, directories without their final slash
 * @param kind what it is
 * @param mode its permission bits
 * @param size the length of its content in bytes
 * @param linkTarget where a link points; empty for anything else
 */
public record TarEntry(String name, Kind kind, int mode, long size, String linkTarget) {

    /** The kinds of entries that are told apart. */
    public enum Kind {
        FILE,
        DIRECTORY,
        SYMBOLIC_LINK,
        HARD_LINK,
        /** The character device 0/0, by which overlayfs marks a deleted file. */
        OVERLAY_WHITEOUT,
        /** A device, a pipe or something else. */
        OTHER
    }

    /** Returns whether the entry is an image layer's way to say that a lower layer's file is deleted. */
    public boolean isLayerWhiteout() {
        return name.substring(name.lastIndexOf('/') + 1).startsWith(".wh.");
    }

    static TarEntry of(TarArchiveEntry entry) {
        var name = entry.getName();
        return new TarEntry(
                name.length() > 1 && name.endsWith("/") ? name.substring(0, name.length() - 1) : name,
                kind(entry),
                entry.getMode() & 07777,
                entry.getSize(),
                entry.getLinkName() == null ? "" : entry.getLinkName());
    }

    private static Kind kind(TarArchiveEntry entry) {
        if (entry.isDirectory()) {
            return Kind.DIRECTORY;
        }
        if (entry.isSymbolicLink()) {
            return Kind.SYMBOLIC_LINK;
        }
        if (entry.isLink()) {
            return Kind.HARD_LINK;
        }
        if (entry.isCharacterDevice() && entry.getDevMajor() == 0 && entry.getDevMinor() == 0) {
            return Kind.OVERLAY_WHITEOUT;
        }
        // For Commons Compress a device is a file as well.
        var special = entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO();
        return entry.isFile() && !special ? Kind.FILE : Kind.OTHER;
    }
}
