package dev.minik.cluster.image;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 digests as images are built of them. */
final class Digests {
    private Digests() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String of(byte[] content) {
        return text(sha256().digest(content));
    }

    static String text(byte[] digest) {
        return "sha256:" + HexFormat.of().formatHex(digest);
    }

    /**
     * Returns the names of the snapshots that layers become one upon the other.
     *
     * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md#layer-chainid">chain ID</a>
     */
    static List<String> chains(List<String> diffIds) {
        var chains = new ArrayList<String>();
        for (var diffId : diffIds) {
            chains.add(
                    chains.isEmpty()
                            ? diffId
                            : of((chains.get(chains.size() - 1) + " " + diffId).getBytes(StandardCharsets.US_ASCII)));
        }
        return chains;
    }
}
