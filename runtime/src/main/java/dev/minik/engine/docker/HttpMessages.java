package dev.minik.engine.docker;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * HTTP/1.1 messages as engines use them (<a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>), one exchange per
 * connection.
 */
final class HttpMessages {
    private static final int MAX_LINE = 64 * 1024;
    private static final int BUFFER = 64 * 1024;

    private HttpMessages() {}

    /** The status and headers of an answer; header names in lower case. */
    record Head(int status, Map<String, List<String>> headers) {
        String header(String name) {
            var values = headers.get(name);
            return values == null ? "" : values.get(0);
        }
    }

    /** Writes a request's head. */
    static void writeHead(Request request, OutputStream output) throws IOException {
        var head = new StringBuilder();
        head.append(request.method()).append(' ').append(request.path()).append(" HTTP/1.1\r\n");
        // Engines do not care for the name, but refuse a request without one.
        head.append("Host: engine\r\nUser-Agent: minik\r\n");
        request.headers().forEach((name, value) -> header(head, name, value));
        if (request.hijackedInput() != null) {
            head.append("Connection: Upgrade\r\nUpgrade: tcp\r\n");
        } else {
            head.append("Connection: close\r\n");
        }
        var bytes = request.bodyBytes();
        if (bytes != null) {
            head.append("Content-Length: ").append(bytes.length).append("\r\n");
        } else if (request.body() != null) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (!request.method().equals("GET")) {
            head.append("Content-Length: 0\r\n");
        }
        head.append("\r\n");
        output.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void header(StringBuilder head, String name, String value) {
        if ((name + value).chars().anyMatch(c -> c == '\r' || c == '\n')) {
            throw new IllegalArgumentException("line break in header " + name);
        }
        head.append(name).append(": ").append(value).append("\r\n");
    }

    /** Writes a request's body, chunked where its length is not known. */
    static void writeBody(Request request, OutputStream output) throws IOException {
        var bytes = request.bodyBytes();
        var body = request.body();
        if (bytes != null) {
            output.write(bytes);
        } else if (body != null) {
            writeChunks(body, new BufferedOutputStream(output, BUFFER + 32));
        }
    }

    private static void writeChunks(InputStream body, OutputStream output) throws IOException {
        var buffer = new byte[BUFFER];
        for (int length = readFrom(body, buffer); length >= 0; length = readFrom(body, buffer)) {
            if (length > 0) {
                output.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                output.write(buffer, 0, length);
                output.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
                output.flush();
            }
        }
        output.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        output.flush();
    }

    private static int readFrom(InputStream body, byte[] buffer) throws IOException {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw new RequestBodyException(e);
        }
    }

    /** Reads the head of the final answer, passing over interim ones. */
    static Head readHead(InputStream input) throws IOException {
        while (true) {
            var head = readOneHead(input);
            boolean interim = head.status() / 100 == 1 && head.status() != 101;
            if (!interim) {
                return head;
            }
        }
    }

    private static Head readOneHead(InputStream input) throws IOException {
        var start = readLine(input).split(" ", 3);
        if (start.length < 2 || !start[0].startsWith("HTTP/1.") || !start[1].matches("[1-9][0-9]{2}")) {
            throw new IOException("not an HTTP answer: " + String.join(" ", start));
        }
        var headers = new LinkedHashMap<String, List<String>>();
        for (var line = readLine(input); !line.isEmpty(); line = readLine(input)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
        }
        return new Head(Integer.parseInt(start[1]), headers);
    }

    /** Returns an answer's body: nothing, a fixed length, chunks, or all until the engine closes the connection. */
    static InputStream body(Head head, InputStream input) throws IOException {
        if (head.status() == 204 || head.status() == 304) {
            return InputStream.nullInputStream();
        }
        if (head.header("transfer-encoding").equalsIgnoreCase("chunked")) {
            return new ChunkedInput(input);
        }
        var length = head.header("content-length");
        try {
            return length.isEmpty() ? input : new FixedLengthInput(input, Long.parseLong(length));
        } catch (NumberFormatException e) {
            throw new IOException("not a length: " + length, e);
        }
    }

    /** Reads a line without its end. */
    static String readLine(InputStream input) throws IOException {
        var line = new ByteArrayOutputStream(128);
        for (int c = input.read(); c != '\n'; c = input.read()) {
            if (c < 0) {
                throw new EOFException("the engine closed the connection");
            }
            if (line.size() >= MAX_LINE) {
                throw new IOException("overlong line in the engine's answer");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
