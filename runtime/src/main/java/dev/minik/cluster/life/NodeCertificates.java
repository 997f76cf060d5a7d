package dev.minik.cluster.life;

import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.life.NodeFiles.Content;
import dev.minik.cluster.life.NodeFiles.Text;
import dev.minik.engine.ContainerInfo;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.pki.CertificateRenewal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Renews the certificates of stopped machines that have run out or will soon: all that kubeadm's directories hold, in files of their own and
 * in kubeconfigs, and those of the kubelets.
 */
final class NodeCertificates {
    private static final String KUBERNETES = "/etc/kubernetes";
    private static final String KUBELET = "/var/lib/kubelet/pki";
    private static final String KUBELET_CLIENT = KUBELET + "/kubelet-client-current.pem";
    /** Where nobody has signed it, the kubelet has, and nobody looks at it. */
    private static final String KUBELET_SERVER = KUBELET + "/kubelet.crt";

    private static final Pattern EMBEDDED = Pattern.compile("(client-certificate-data: *)([A-Za-z0-9+/=]+)");
    private static final Pattern AUTHORITY = Pattern.compile(".*/(etcd/|front-proxy-)?ca\\.(crt|key)");

    private final ClusterParts parts;
    private final NodeFiles files;

    NodeCertificates(ClusterParts parts) {
        this.parts = parts;
        files = new NodeFiles(parts.engine());
    }

    /**
     * Renews what is due on machines.
     *
     * @param authorities control planes, which have the CAs' keys
     * @return how many certificates were renewed
     * @throws MinikException {@code WRONG_STATE} where one has run out that cannot be renewed
     */
    int renew(List<ContainerInfo> machines, List<ContainerInfo> authorities) {
        var contents = new ConcurrentSkipListMap<String, Content>();
        parts.tasks().all(machines, machine -> contents.put(machine.name(), content(machine)));
        var now = parts.environment().clock().instant();
        if (contents.values().stream().noneMatch(content -> isDue(content, now))) {
            return 0;
        }
        var renewal = renewal(authorities, contents);
        var lost = new TreeMap<String, Instant>();
        var fresh = new TreeMap<String, Map<String, Text>>();
        contents.forEach((machine, content) -> fresh.put(machine, renewed(machine, content, renewal, lost)));
        refuseLost(lost, now);
        parts.tasks().all(machines, machine -> write(machine, fresh.getOrDefault(machine.name(), Map.of())));
        return fresh.values().stream().mapToInt(Map::size).sum();
    }

    private Content content(ContainerInfo machine) {
        var kubernetes = files.read(machine.id(), KUBERNETES);
        var kubelet = files.read(machine.id(), KUBELET);
        var all = new TreeMap<>(kubernetes.files());
        all.putAll(kubelet.files());
        return new Content(all, kubelet.links());
    }

    /** The CAs' certificates of the same cluster are the same everywhere, but their keys may be on one control plane only. */
    private CertificateRenewal renewal(List<ContainerInfo> authorities, Map<String, Content> known) {
        var shared = new TreeMap<String, String>();
        for (var authority : authorities) {
            var content = Optional.ofNullable(known.get(authority.name())).orElseGet(() -> content(authority));
            content.files().forEach((path, file) -> {
                if (AUTHORITY.matcher(path).matches()) {
                    shared.put(path, file.text());
                }
            });
        }
        return CertificateRenewal.of(shared, parts.random(), parts.environment().clock());
    }

    private static boolean isDue(Content content, Instant now) {
        Predicate<String> due = pem -> CertificateRenewal.end(pem)
                .filter(end -> end.isBefore(now.plus(CertificateRenewal.AHEAD)))
                .isPresent();
        return content.files().entrySet().stream()
                .anyMatch(file -> isCertificate(file.getKey(), content)
                        && due.test(certificate(file.getKey(), file.getValue().text())));
    }

    /** The kubelet's own are in files of which only the one counts that a link points to. */
    private static boolean isCertificate(String path, Content content) {
        if (path.startsWith(KUBELET)) {
            var current = content.links().getOrDefault(KUBELET_CLIENT, KUBELET_CLIENT);
            return path.equals(KUBELET_SERVER)
                    || path.substring(path.lastIndexOf('/'))
                            .equals("/" + current.substring(current.lastIndexOf('/') + 1));
        }
        return path.endsWith(".conf")
                || (path.endsWith(".crt") && !AUTHORITY.matcher(path).matches());
    }

    private static String certificate(String path, String text) {
        if (!path.endsWith(".conf")) {
            return text;
        }
        var embedded = EMBEDDED.matcher(text);
        return embedded.find() ? decoded(embedded.group(2)) : "";
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return ""; // not a certificate, so none that could be renewed
        }
    }

    private static Map<String, Text> renewed(
            String machine, Content content, CertificateRenewal renewal, Map<String, Instant> lost) {
        var fresh = new TreeMap<String, Text>();
        content.files().forEach((path, file) -> {
            var old = isCertificate(path, content) ? certificate(path, file.text()) : "";
            if (!renewal.isDue(old)) {
                return;
            }
            var successor = renewal.renewed(old);
            if (successor.isPresent()) {
                fresh.put(
                        path,
                        new Text(
                                file.mode(),
                                path.endsWith(".conf") ? embedded(file, successor.get()) : successor.get()));
            } else if (!path.equals(KUBELET_SERVER)) {
                CertificateRenewal.end(old).ifPresent(end -> lost.put(machine + ":" + path, end));
            }
        });
        return fresh;
    }

    private static String embedded(Text file, String certificate) {
        var encoded = Base64.getEncoder().encodeToString(certificate.getBytes(StandardCharsets.UTF_8));
        return EMBEDDED.matcher(file.text()).replaceFirst("$1" + encoded);
    }

    private void refuseLost(Map<String, Instant> lost, Instant now) {
        if (lost.isEmpty()) {
            return;
        }
        var named = lost.entrySet().stream()
                .map(one -> "%s (%s)".formatted(one.getKey(), one.getValue()))
                .collect(Collectors.joining(", "));
        if (lost.values().stream().anyMatch(end -> end.isBefore(now))) {
            throw MinikException.of(
                            ExitCode.WRONG_STATE,
                            "certificates have run out that minik cannot renew, as no control plane has the key of their CA",
                            "create the cluster anew")
                    .withDetails(new ArrayList<>(List.of(named)));
        }
        parts.progress()
                .warn("certificates run out soon that minik cannot renew, as no control plane has the key of their CA; "
                        + "create the cluster anew before: " + named);
    }

    private void write(ContainerInfo machine, Map<String, Text> fresh) {
        for (var directory : List.of(KUBERNETES, KUBELET)) {
            var own = fresh.entrySet().stream()
                    .filter(file -> file.getKey().startsWith(directory + "/"))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            if (!own.isEmpty()) {
                files.write(machine.id(), directory, own);
            }
        }
    }
}
