package dev.minik.engine.docker;

/**
 * An image reference in the two parts that the engine's API wants.
 *
 * @param repository the name without tag and digest
 * @param version the digest, else the tag, else {@code latest}: without any the engine would pull all tags
 */
record ImageName(String repository, String version) {
    static ImageName parse(String reference) {
        int at = reference.indexOf('@');
        var named = at < 0 ? reference : reference.substring(0, at);
        int colon = named.lastIndexOf(':');
        // A colon before a slash belongs to a registry's port.
        boolean tagged = colon > named.lastIndexOf('/');
        var repository = tagged ? named.substring(0, colon) : named;
        if (at >= 0) {
            return new ImageName(repository, reference.substring(at + 1));
        }
        return new ImageName(repository, tagged ? named.substring(colon + 1) : "latest");
    }
}
