package dev.minik.cluster.port;

import dev.minik.model.Protocol;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A port of the host, whatever its addresses.
 *
 * @param port the port's number
 * @param protocol its transport
 */
public record HostPort(int port, Protocol protocol) {
    private static final int LAST = 65_535;
    private static final Pattern FORM = Pattern.compile("(?<port>\\d{1,5})(/(?<protocol>\\p{Alpha}+))?");

    /** Reads {@code PORT} or {@code PORT/PROTOCOL}; throws {@link IllegalArgumentException} for anything else. */
    public static HostPort parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'%s' is not a port, such as 8080 or 5353/udp".formatted(text));
        }
        return new HostPort(number(parts.group("port"), 1), protocol(parts.group("protocol")));
    }

    static int number(String digits, int least) {
        var number = Integer.parseInt(digits);
        if (number < least || number > LAST) {
            throw new IllegalArgumentException("there is no port %s".formatted(digits));
        }
        return number;
    }

    static Protocol protocol(@Nullable String name) {
        if (name == null) {
            return Protocol.TCP;
        }
        try {
            return Protocol.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "there is no protocol '%s' for ports, only tcp, udp and sctp".formatted(name), e);
        }
    }

    @Override
    public String toString() {
        return protocol == Protocol.TCP ? String.valueOf(port) : port + "/" + protocol.lower();
    }
}
