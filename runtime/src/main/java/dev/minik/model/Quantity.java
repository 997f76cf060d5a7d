package dev.minik.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An amount of a resource, such as {@code 500m} processors or {@code 2Gi} of memory.
 *
 * @param text as it was written
 * @param amount how much it is
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">Quantity</a>
 */
public record Quantity(String text, BigDecimal amount) implements Comparable<Quantity> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)([A-Za-z]{0,2})");
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
    private static final Map<String, BigDecimal> UNITS = Map.of(
            "", BigDecimal.ONE,
            "m", new BigDecimal("0.001"),
            "k", THOUSAND,
            "M", THOUSAND.pow(2),
            "G", THOUSAND.pow(3),
            "T", THOUSAND.pow(4),
            "Ki", KIBI,
            "Mi", KIBI.pow(2),
            "Gi", KIBI.pow(3),
            "Ti", KIBI.pow(4));

    /** Reads a quantity. */
    public static Quantity parse(String text) {
        var matcher = FORM.matcher(text);
        var unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("'%s' is not a quantity, such as 1.5, 500m or 2Gi".formatted(text));
        }
        return new Quantity(text, new BigDecimal(matcher.group(1)).multiply(unit));
    }

    /** Returns it in thousandths, rounded up. */
    public long thousandths() {
        return amount.multiply(THOUSAND).setScale(0, RoundingMode.CEILING).longValueExact();
    }

    /** Returns it in whole units, rounded up. */
    public long whole() {
        return amount.setScale(0, RoundingMode.CEILING).longValueExact();
    }

    @Override
    public int compareTo(Quantity other) {
        return amount.compareTo(other.amount);
    }

    @Override
    public String toString() {
        return text;
    }
}
