package dev.minik.cli.option;

import dev.minik.cluster.registry.Registries.Upstream;
import dev.minik.config.RegistryConfig.Credentials;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What a registry is a cache of. */
public final class UpstreamOptions {
    private static final String DOCKER_HUB = "https://registry-1.docker.io";
    private static final Pattern OF_DOCKER_HUB = Pattern.compile("https://(registry-1\\.|index\\.)?docker\\.io");
    /** In a container these are the container itself. */
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\..*|\\[::1]");

    @Option(
            names = "--proxy-remote-url",
            paramLabel = "URL",
            description = {
                "Make it a pull-through cache of this registry, such as https://registry-1.docker.io (docker.io for",
                "short): what nodes pull is kept, and served while the upstream cannot be reached."
            })
    private Optional<String> url = Optional.empty();

    @Option(names = "--username", paramLabel = "USER", description = "Who pulls from the upstream.")
    private Optional<String> username = Optional.empty();

    @Option(
            names = "--password-stdin",
            description = "Read the password for the upstream from the first line of standard input.")
    private boolean passwordStdin;

    /**
     * Returns what the command line says; fails with {@code USAGE} for what does not go together.
     *
     * @param input reads the first line of standard input; empty where there is none
     */
    public Optional<Upstream> resolve(Supplier<Optional<String>> input) {
        if (username.isPresent() != passwordStdin) {
            throw usage("a user and a password go together", "Give both --username and --password-stdin, or none");
        }
        if (url.isEmpty()) {
            if (username.isPresent()) {
                throw usage(
                        "--username is for the upstream of a cache, and no upstream is given",
                        "Add --proxy-remote-url, or leave it out");
            }
            return Optional.empty();
        }
        var upstream = normal(url.orElseThrow());
        return Optional.of(new Upstream(upstream, username.map(name -> credentials(name, input))));
    }

    private static Credentials credentials(String name, Supplier<Optional<String>> input) {
        if (name.isEmpty() || name.contains(":") || name.contains("\n")) {
            throw usage("'%s' is no user's name".formatted(name), "Give one without a colon");
        }
        var password = input.get()
                .filter(line -> !line.isEmpty())
                .orElseThrow(() -> usage("standard input holds no password", "Pipe it in: … --password-stdin <FILE"));
        return new Credentials(name, password);
    }

    /** Returns an address in the one way that all ways to write it have in common. */
    private static String normal(String text) {
        var full = text.contains("://") ? text : "https://" + text;
        try {
            var uri = URI.create(full);
            var plain = "%s://%s".formatted(uri.getScheme(), uri.getAuthority());
            if (!plain.matches("https?://[a-z0-9.\\[\\]:-]+")
                    || uri.getHost() == null
                    || !full.matches(Pattern.quote(plain) + "/?")) {
                throw notAnAddress(text);
            }
            if (LOOPBACK.matcher(uri.getHost()).matches()) {
                throw usage(
                        "%s would be the registry's own container".formatted(uri.getHost()),
                        "Name the upstream by an address that containers reach");
            }
            return OF_DOCKER_HUB.matcher(plain).matches() ? DOCKER_HUB : plain;
        } catch (IllegalArgumentException e) {
            throw notAnAddress(text).causedBy(e);
        }
    }

    private static MinikException notAnAddress(String text) {
        return usage(
                "'%s' is not the address of a registry".formatted(text),
                "Give one such as https://registry-1.docker.io, in lower case, without a path or a password");
    }

    private static MinikException usage(String message, String remedy) {
        return MinikException.of(ExitCode.USAGE, message, remedy);
    }
}
