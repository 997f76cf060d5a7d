package dev.minik.config;

import dev.minik.config.RegistryConfig.Credentials;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code registries}. */
final class RegistryReader {
    static final Pattern HOST = Pattern.compile("([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:]+\\])(:\\d{1,5})?");

    private final ReadContext in;
    private final Problems problems;

    RegistryReader(ReadContext in) {
        this.in = in;
        this.problems = in.problems();
    }

    List<RegistryConfig> read(Fields top) {
        var registries = new ArrayList<RegistryConfig>();
        var places = new HashMap<String, String>();
        for (var fields : top.mappings("registries")) {
            registry(fields).ifPresent(registry -> {
                var other = places.putIfAbsent(registry.host(), fields.path());
                if (other != null) {
                    problems.add(fields.path("host"), "%s is described by %s".formatted(registry.host(), other));
                }
                registries.add(registry);
            });
        }
        return registries;
    }

    private Optional<RegistryConfig> registry(Fields fields) {
        var host = fields.required("host", "it must be a registry as image names have it, such as docker.io")
                .filter(text -> isHost(fields.path("host"), text));
        var mirrors = new LinkedHashSet<String>();
        for (var mirror : fields.texts("mirrors")) {
            if (isUrl(mirror.path(), mirror.value()) && !mirrors.add(mirror.value())) {
                problems.add(mirror.path(), "%s is there already".formatted(Values.quote(mirror.value())));
            }
        }
        var ca = fields.text("ca").flatMap(text -> new HostFiles(in).read(fields.path("ca"), text));
        ca.filter(text -> !text.contains("-----BEGIN CERTIFICATE-----"))
                .ifPresent(text -> problems.add(fields.path("ca"), "holds no certificate in PEM"));
        var skipVerify = fields.flag("skipVerify");
        if (skipVerify && ca.isPresent()) {
            problems.add(fields.path("skipVerify"), "with a CA, certificates are checked; leave out one of the two");
        }
        var credentials = credentials(fields);
        fields.end();
        return host.map(name -> new RegistryConfig(name, List.copyOf(mirrors), ca, skipVerify, credentials));
    }

    private Optional<Credentials> credentials(Fields fields) {
        var username = fields.text("username");
        var password = fields.text("password");
        var passwordFile = fields.text("passwordFile")
                .flatMap(text -> new HostFiles(in).read(fields.path("passwordFile"), text))
                .map(text -> text.lines().findFirst().orElse(""));
        if (password.isPresent() && passwordFile.isPresent()) {
            problems.add(fields.path("passwordFile"), "there is a password as well; leave out one of the two");
        }
        var secret = password.or(() -> passwordFile);
        if (username.isPresent() != secret.isPresent()) {
            problems.add(
                    fields.path(username.isPresent() ? "password" : "username"),
                    "missing; credentials are a username and a password or passwordFile");
        }
        username.filter(name -> name.contains(":"))
                .ifPresent(name -> problems.add(fields.path("username"), "must not contain a colon"));
        return username.flatMap(name -> secret.map(word -> new Credentials(name, word)));
    }

    private boolean isHost(String path, String text) {
        if (HOST.matcher(text).matches()) {
            return true;
        }
        problems.add(
                path, "%s is not a registry's name, such as docker.io or localhost:5000".formatted(Values.quote(text)));
        return false;
    }

    private boolean isUrl(String path, String text) {
        try {
            var url = URI.create(text);
            var known = List.of("http", "https").contains(String.valueOf(url.getScheme())) && url.getHost() != null;
            if (known && url.getUserInfo() != null) {
                problems.add(path, "credentials go into username and password");
                return false;
            }
            if (known && url.getQuery() == null && url.getFragment() == null) {
                return true;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        problems.add(path, "%s is not an address such as https://mirror.example:5000".formatted(Values.quote(text)));
        return false;
    }
}
