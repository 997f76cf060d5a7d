package dev.minik.cluster.image;

import dev.minik.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 digests as images are built of them. */
final class Digests {
    private Digests() {}

    static String of(byte[] content) {
        return text(Sha256.digest().digest(content));
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
