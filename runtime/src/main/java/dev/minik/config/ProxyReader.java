package dev.minik.config;

import java.net.URI;
import java.util.List;

/** Reads {@code proxy}. */
final class ProxyReader {
    private static final List<String> SCHEMES = List.of("http", "https", "socks5");

    private final Problems problems;

    ProxyReader(Problems problems) {
        this.problems = problems;
    }

    ProxyConfig read(Fields fields) {
        var proxy = new ProxyConfig(
                address(fields, "http"),
                address(fields, "https"),
                fields.texts("noProxy").stream().map(Placed::value).toList());
        fields.end();
        return proxy;
    }

    private String address(Fields fields, String field) {
        var text = fields.text(field).orElse("");
        if (!text.isEmpty() && !isProxy(text)) {
            problems.add(
                    fields.path(field),
                    "%s is not a proxy's address, such as http://proxy.example:3128".formatted(Values.quote(text)));
        }
        return text;
    }

    private static boolean isProxy(String text) {
        try {
            var url = URI.create(text);
            return SCHEMES.contains(String.valueOf(url.getScheme())) && url.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
