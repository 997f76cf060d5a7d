package dev.minik.cluster.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.LongConsumer;

/** Gives each layer that comes by to all nodes that lack it, at the pace of the slowest. */
final class Fanout implements ArchiveScan.LayerSink {
    private static final int BUFFER = 256 * 1024;

    private final List<NodeFeed> feeds;
    private final LongConsumer read;
    private final byte[] buffer = new byte[BUFFER];

    /**
     * Makes one.
     *
     * @param read told how many bytes were read for nodes, again and again
     */
    Fanout(List<NodeFeed> feeds, LongConsumer read) {
        this.feeds = List.copyOf(feeds);
        this.read = read;
    }

    @Override
    public void layer(String digest, long size, InputStream content) throws IOException {
        var takers = feeds.stream().filter(feed -> feed.wants(digest)).toList();
        if (takers.isEmpty()) {
            return;
        }
        takers.forEach(feed -> feed.begin(digest, size));
        for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
            int length = count;
            takers.forEach(feed -> feed.write(buffer, length));
            read.accept(count);
            if (takers.stream().noneMatch(NodeFeed::lives)) {
                throw new IOException("no node takes the images");
            }
        }
        takers.forEach(feed -> feed.end(digest));
    }
}
