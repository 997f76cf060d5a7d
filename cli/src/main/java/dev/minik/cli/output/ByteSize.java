package dev.minik.cli.output;

import java.util.Locale;

/** Amounts of bytes as people read them, by powers of a thousand. */
public final class ByteSize {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    private ByteSize() {}

    /** Returns an amount with its unit, such as {@code 2.1 MB}. */
    public static String of(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double amount = bytes;
        int unit = -1;
        while (amount >= 999.5 && unit < UNITS.length - 1) {
            amount /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, amount < 99.95 ? "%.1f %s" : "%.0f %s", amount, UNITS[unit]);
    }
}
