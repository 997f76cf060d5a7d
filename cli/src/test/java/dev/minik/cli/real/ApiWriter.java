package dev.minik.cli.real;

import dev.minik.kubeconfig.KubeconfigEntry;
import dev.minik.pki.ClientTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A client that writes to a cluster ten times a second, tries again what failed, and remembers what was acknowledged when. */
final class ApiWriter implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long PERIOD_MILLIS = 100;
    private static final String OBJECTS = "/api/v1/namespaces/default/configmaps";

    private final KubeconfigEntry cluster;
    private final HttpClient client;
    private final List<Acknowledged> acknowledged = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread writer = new Thread(this::write, "writer");

    /** What the cluster has said it keeps. */
    record Acknowledged(String name, long nanos) {}

    /** Writes to the only cluster of a kubeconfig. */
    ApiWriter(Path kubeconfig) throws IOException {
        cluster = KubeconfigEntry.fromAdminConf("writer", Files.readString(kubeconfig));
        client = HttpClient.newBuilder()
                .sslContext(ClientTls.context(cluster.caPem(), cluster.clientCertPem(), cluster.clientKeyPem()))
                .connectTimeout(PATIENCE)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        writer.setDaemon(true);
        writer.start();
    }

    /** Returns how many writes were acknowledged. */
    int count() {
        return acknowledged.size();
    }

    /** Returns the longest time between two acknowledgements. */
    Duration longestGap() {
        var gap = 0L;
        var times = List.copyOf(acknowledged);
        for (int i = 1; i < times.size(); i++) {
            gap = Math.max(gap, times.get(i).nanos() - times.get(i - 1).nanos());
        }
        return Duration.ofNanos(gap);
    }

    /** Returns what was acknowledged and is not there. */
    List<String> lost() throws IOException, InterruptedException {
        var answer = client.send(request(OBJECTS).GET().build(), HttpResponse.BodyHandlers.ofString());
        var lost = new ArrayList<String>();
        for (var one : acknowledged) {
            if (!answer.body().contains("\"name\":\"" + one.name() + "\"")) {
                lost.add(one.name());
            }
        }
        return lost;
    }

    private void write() {
        for (int number = 0; !ended.get(); number++) {
            var name = "written-" + number;
            while (!ended.get() && !create(name)) {
                pause();
            }
            acknowledged.add(new Acknowledged(name, System.nanoTime()));
            pause();
        }
    }

    /** A write whose answer was lost may have been kept: then the next one is told so. */
    private boolean create(String name) {
        var body = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"%s\"}}".formatted(name);
        try {
            var status = client.send(
                            request(OBJECTS)
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            return status == 201 || status == 409;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(cluster.server() + path)).timeout(PATIENCE);
    }

    private static void pause() {
        try {
            Thread.sleep(PERIOD_MILLIS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends the writing after what is being written. */
    @Override
    public void close() {
        ended.set(true);
        try {
            writer.join(PATIENCE.toMillis() * 2);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
