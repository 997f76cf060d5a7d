package dev.minik.network;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Downloads by HTTP. */
final class Http {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /** Enough for 20 MB, the largest file, on a line of 0.5 Mbit/s. */
    private static final Duration WHOLE = Duration.ofMinutes(6);

    private Http() {}

    /** Returns the body of an answer, redirects followed; any other answer than 200 is a failure. */
    static <T> T get(URI address, BodyHandler<T> body) throws IOException, InterruptedException {
        var client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(ANSWER)
                .build();
        var answer =
                client.sendAsync(HttpRequest.newBuilder(address).timeout(ANSWER).build(), body);
        try {
            // the request's own timeout ends with the headers
            var received = answer.get(WHOLE.toSeconds(), TimeUnit.SECONDS);
            if (received.statusCode() != 200) {
                throw new IOException("the server answers " + received.statusCode());
            }
            return received.body();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("it was not received within %d minutes".formatted(WHOLE.toMinutes()), e);
        } finally {
            answer.cancel(true);
        }
    }

    /** Returns why a download has failed, in a few words. */
    static String reason(IOException failure) {
        return failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException
                ? "the server cannot be reached"
                : String.valueOf(failure.getMessage());
    }
}
