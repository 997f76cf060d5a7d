package dev.minik.engine.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Requests that are answered with JSON, read as a tree. What minik looks up goes this way and not through docker-java's
 * beans: the first look at those costs more than {@code get clusters} as a whole may take.
 */
final class JsonApi {
    private final DockerHttpClient http;
    private final ObjectMapper mapper;
    private final String prefix;

    /** Makes requests below {@code prefix}, such as {@code /v1.44}. */
    JsonApi(DockerHttpClient http, ObjectMapper mapper, String prefix) {
        this.http = http;
        this.mapper = mapper;
        this.prefix = prefix;
    }

    /** Gets what is at {@code path}; query parameters come as names and values in turn. */
    JsonNode get(String path, String... query) {
        return tree(Request.Method.GET, path, query);
    }

    /** Posts without a body and waits for the answer's end. */
    JsonNode post(String path, String... query) {
        return tree(Request.Method.POST, path, query);
    }

    /** Deletes what is at {@code path}. */
    void delete(String path, String... query) {
        send(Request.Method.DELETE, path, query).close();
    }

    private JsonNode tree(Request.Method method, String path, String... query) {
        try (var response = send(method, path, query)) {
            return mapper.readTree(response.getBody());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gets what is at {@code path} as bytes; the caller closes the stream, and with it the connection. */
    InputStream stream(String path, String... query) {
        var response = send(Request.Method.GET, path, query);
        return new FilterInputStream(response.getBody()) {
            @Override
            public void close() {
                response.close();
            }
        };
    }

    /** Returns the filter that lets only things pass that carry all of {@code labels}; an empty value stands for any. */
    String labelFilter(Map<String, String> labels) {
        return filter(
                "label",
                labels.entrySet().stream()
                        .map(label -> label.getKey() + (label.getValue().isEmpty() ? "" : "=" + label.getValue()))
                        .toList());
    }

    /** Returns the filter that lets only things pass whose {@code field} is one of {@code values}. */
    String filter(String field, List<String> values) {
        try {
            return values.isEmpty() ? "{}" : mapper.writeValueAsString(Map.of(field, values));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Response send(Request.Method method, String path, String... query) {
        var request = Request.builder()
                .method(method)
                .path(prefix + encoded(path) + query(query))
                .build();
        var response = http.execute(request);
        int status = response.getStatusCode();
        if (status / 100 == 2) {
            return response;
        }
        try (response) {
            var text = new String(response.getBody().readNBytes(64 * 1024), StandardCharsets.UTF_8);
            throw status == 404 ? new NotFoundException(text) : new DockerException(text, status);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Encodes a path whose slashes and colons mean what they are, as they do in image references. */
    private static String encoded(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(JsonApi::encodedValue)
                .map(part -> part.replace("%3A", ":").replace("%40", "@"))
                .collect(Collectors.joining("/"));
    }

    private static String query(String... query) {
        var pairs = new ArrayList<String>();
        for (int i = 0; i < query.length; i += 2) {
            pairs.add(query[i] + "=" + encodedValue(query[i + 1]));
        }
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    private static String encodedValue(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
