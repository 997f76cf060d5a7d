package dev.minik.config;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** Reads {@code proxy}. */
final class ProxyReader {
    private static final List<String> SCHEMES = List.of("http", "https", "socks5");

    /** Neither an address with its scheme, nor several in one text. */
    static final Pattern NO_PROXY = Pattern.compile("[A-Za-z0-9.*:_\\[\\]-]+(/\\d+)?");

    private final Problems problems;

    ProxyReader(Problems problems) {
        this.problems = problems;
    }

    ProxyConfig read(Fields fields) {
        var proxy = new ProxyConfig(address(fields, "http"), address(fields, "https"), noProxy(fields));
        if (!proxy.isPresent() && !proxy.noProxy().isEmpty()) {
            problems.add(fields.path("noProxy"), "says nothing without http or https");
        }
        fields.end();
        return proxy;
    }

    private List<String> noProxy(Fields fields) {
        var hosts = fields.texts("noProxy");
        hosts.stream()
                .filter(host -> !NO_PROXY.matcher(host.value()).matches())
                .forEach(host -> problems.add(
                        host.path(),
                        "%s is not a host, a domain or a subnet, such as .example or 10.0.0.0/8"
                                .formatted(Values.quote(host.value()))));
        return hosts.stream().map(Placed::value).toList();
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
