package dev.minik.cluster.image;

/** How content is compressed, by its first bytes. */
enum Compression {
    NONE(""),
    GZIP("+gzip"),
    ZSTD("+zstd");

    /** How many bytes tell it. */
    static final int HEAD = 4;

    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    static Compression of(byte[] head) {
        if (head.length >= 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b) {
            return GZIP;
        }
        boolean zstd = head.length >= HEAD
                && (head[0] & 0xff) == 0x28
                && (head[1] & 0xff) == 0xb5
                && head[2] == 0x2f
                && (head[3] & 0xff) == 0xfd;
        return zstd ? ZSTD : NONE;
    }

    /**
     * Returns the media type of a layer that is compressed so.
     *
     * @see <a href="https://github.com/opencontainers/image-spec/blob/main/layer.md">layers</a>
     */
    String layerType() {
        return "application/vnd.oci.image.layer.v1.tar" + suffix;
    }
}
