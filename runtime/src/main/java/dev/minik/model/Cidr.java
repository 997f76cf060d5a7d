package dev.minik.model;

import java.math.BigInteger;

/** A range of addresses: its first address and the length of its prefix. */
public record Cidr(IpAddress first, int prefix) {

    /** Checks that the address is the range's first. */
    public Cidr {
        if (prefix < 0 || prefix > first.bits()) {
            throw new IllegalArgumentException("prefix length %d is out of range".formatted(prefix));
        }
        var hostMask = BigInteger.ONE.shiftLeft(first.bits() - prefix).subtract(BigInteger.ONE);
        if (first.value().and(hostMask).signum() != 0) {
            throw new IllegalArgumentException("%s/%d has host bits set; the range begins at %s"
                    .formatted(first, prefix, new IpAddress(first.value().andNot(hostMask), first.v6())));
        }
    }

    /** Reads {@code 10.244.0.0/16}. */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
            throw new IllegalArgumentException("'%s' is not a subnet such as 10.244.0.0/16".formatted(text));
        }
        return new Cidr(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /** Returns how many addresses it holds. */
    public BigInteger size() {
        return BigInteger.ONE.shiftLeft(first.bits() - prefix);
    }

    /** Returns its address at {@code offset}, 0 being the first. */
    public IpAddress at(long offset) {
        return first.plus(offset);
    }

    /**
     * Returns one of the ranges of a longer prefix that it consists of.
     *
     * @param number 0 being the first
     * @throws IllegalArgumentException if it does not consist of that many
     */
    public Cidr part(int longerPrefix, int number) {
        if (longerPrefix < prefix || BigInteger.valueOf(number).bitLength() > longerPrefix - prefix) {
            throw new IllegalArgumentException("%s has no /%d of number %d".formatted(this, longerPrefix, number));
        }
        var start = first.value().add(BigInteger.valueOf(number).shiftLeft(first.bits() - longerPrefix));
        return new Cidr(new IpAddress(start, first.v6()), longerPrefix);
    }

    /** Returns its last address. */
    public IpAddress last() {
        return new IpAddress(first.value().add(size()).subtract(BigInteger.ONE), first.v6());
    }

    /** Returns whether an address is in it. */
    public boolean contains(IpAddress address) {
        return address.v6() == first.v6() && first.compareTo(address) <= 0 && last().compareTo(address) >= 0;
    }

    /** Returns whether the two have an address in common. */
    public boolean overlaps(Cidr other) {
        return contains(other.first) || other.contains(first);
    }

    @Override
    public String toString() {
        return first + "/" + prefix;
    }
}
