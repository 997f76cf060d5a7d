package dev.minik.model;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** An IPv4 or IPv6 address. */
public record IpAddress(BigInteger value, boolean v6) implements Comparable<IpAddress> {
    /** Leading zeros are refused: some programs read them as octal. What is no literal is, for older JDKs, a host's name to look up. */
    private static final Pattern V4 =
            Pattern.compile("(%1$s\\.){3}%1$s".formatted("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)"));
    /** No brackets and no zone, which the JDK would take as well. */
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    /** Checks that the value fits the family. */
    public IpAddress {
        if (value.signum() < 0 || value.bitLength() > (v6 ? 128 : 32)) {
            throw new IllegalArgumentException("there is no such %s address".formatted(v6 ? "IPv6" : "IPv4"));
        }
    }

    /** Reads an address in its usual notation; never asks a name service. */
    public static IpAddress parse(String text) {
        var v6 = text.contains(":");
        if (!(v6 ? V6 : V4).matcher(text).matches()) {
            throw new IllegalArgumentException("'%s' is not an IP address".formatted(text));
        }
        try {
            // a literal, as checked above, is never looked up
            var bytes = InetAddress.getByName(text).getAddress();
            return new IpAddress(new BigInteger(1, bytes), bytes.length == 16);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'%s' is not an IP address".formatted(text), e);
        }
    }

    /** Returns the number of bits of an address of this family. */
    public int bits() {
        return v6 ? 128 : 32;
    }

    /** Returns the address {@code offset} places further; throws {@link IllegalArgumentException} beyond the last. */
    public IpAddress plus(long offset) {
        return new IpAddress(value.add(BigInteger.valueOf(offset)), v6);
    }

    /** Returns it with a port, as it stands in a URL. */
    public String withPort(int port) {
        return (v6 ? "[%s]:%d" : "%s:%d").formatted(this, port);
    }

    @Override
    public int compareTo(IpAddress other) {
        return v6 == other.v6 ? value.compareTo(other.value) : Boolean.compare(v6, other.v6);
    }

    @Override
    public String toString() {
        var bytes = new byte[bits() / 8];
        var raw = value.toByteArray();
        var from = Math.max(0, raw.length - bytes.length);
        System.arraycopy(raw, from, bytes, bytes.length - (raw.length - from), raw.length - from);
        try {
            return v6 ? compress(bytes) : InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups as {@code ::}. */
    private static String compress(byte[] bytes) {
        var groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int j = i;
            while (j < 8 && groups[j] == 0) {
                j++;
            }
            if (j - i > bestLength) {
                bestStart = i;
                bestLength = j - i;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
