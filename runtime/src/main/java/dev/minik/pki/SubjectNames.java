package dev.minik.pki;

import dev.minik.model.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.util.BigIntegers;

/** The names that a certificate is valid for: DNS names in alphabetical order, then addresses, each once, as kubeadm writes them. */
record SubjectNames(List<String> dnsNames, List<IpAddress> addresses) {
    static final SubjectNames NONE = new SubjectNames(List.of(), List.of());

    private static final String LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
    private static final Pattern DNS_NAME = Pattern.compile("(\\*\\.)?" + LABEL + "(\\." + LABEL + ")*");
    private static final Pattern LOOKS_LIKE_ADDRESS = Pattern.compile("[0-9.]+|.*:.*");
    private static final int MAX_DNS_NAME = 253;

    SubjectNames {
        dnsNames = List.copyOf(new TreeSet<>(dnsNames));
        addresses = addresses.stream().distinct().toList();
        for (var name : dnsNames) {
            if (name.length() > MAX_DNS_NAME || !DNS_NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("'%s' is neither a DNS name nor an IP address".formatted(name));
            }
        }
    }

    static SubjectNames of(List<String> names) {
        var dns = new ArrayList<String>();
        var ips = new ArrayList<IpAddress>();
        for (var name : names) {
            if (LOOKS_LIKE_ADDRESS.matcher(name).matches()) {
                ips.add(IpAddress.parse(name));
            } else {
                dns.add(name);
            }
        }
        return new SubjectNames(dns, ips);
    }

    SubjectNames and(SubjectNames more) {
        return new SubjectNames(concat(dnsNames, more.dnsNames), concat(addresses, more.addresses));
    }

    boolean isEmpty() {
        return dnsNames.isEmpty() && addresses.isEmpty();
    }

    GeneralNames toGeneralNames() {
        var names = new ArrayList<GeneralName>();
        dnsNames.forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        for (var address : addresses) {
            var bytes = BigIntegers.asUnsignedByteArray(address.bits() / 8, address.value());
            names.add(new GeneralName(GeneralName.iPAddress, new DEROctetString(bytes)));
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static <T> List<T> concat(List<T> first, List<T> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
