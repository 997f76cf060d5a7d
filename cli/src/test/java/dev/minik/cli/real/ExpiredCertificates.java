package dev.minik.cli.real;

import dev.minik.archive.TarBuilder;
import dev.minik.archive.TarEntry;
import dev.minik.archive.TarReader;
import dev.minik.engine.Engine;
import dev.minik.pki.CertificateRenewal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Puts certificates into stopped machines that the cluster's CAs have signed more than a year ago. */
final class ExpiredCertificates {
    private static final Duration AGO = Duration.ofDays(366);
    private static final Pattern EMBEDDED = Pattern.compile("(client-certificate-data: *)([A-Za-z0-9+/=]+)");

    private final Engine engine;
    private final CertificateRenewal past;

    ExpiredCertificates(Engine engine, String controlPlane) throws IOException {
        this.engine = engine;
        var then = Instant.now().minus(AGO);
        past = CertificateRenewal.of(read(controlPlane, "/etc/kubernetes"), new SecureRandom(), () -> then);
    }

    /** Returns how many were put there. */
    int on(String machine) throws IOException {
        int count = 0;
        for (var directory : List.of("/etc/kubernetes", "/var/lib/kubelet/pki")) {
            var archive = new TarBuilder();
            for (var file : read(machine, directory).entrySet()) {
                var expired = file.getKey().endsWith("ca.crt") ? Optional.<String>empty() : expired(file.getValue());
                if (expired.isPresent()) {
                    archive.file(file.getKey().substring(directory.length()), 0600, expired.get());
                    count++;
                }
            }
            engine.copyInto(machine, directory, new ByteArrayInputStream(archive.build()));
        }
        return count;
    }

    private Optional<String> expired(String text) {
        var embedded = EMBEDDED.matcher(text);
        if (!embedded.find()) {
            return past.renewed(text);
        }
        var pem = new String(Base64.getDecoder().decode(embedded.group(2)), StandardCharsets.UTF_8);
        return past.renewed(pem)
                .map(renewed -> Base64.getEncoder().encodeToString(renewed.getBytes(StandardCharsets.UTF_8)))
                .map(data -> EMBEDDED.matcher(text).replaceFirst("$1" + data));
    }

    private Map<String, String> read(String machine, String directory) throws IOException {
        var files = new TreeMap<String, String>();
        var parent = directory.substring(0, directory.lastIndexOf('/') + 1);
        try (var tar = engine.copyFrom(machine, directory)) {
            TarReader.read(tar, (entry, content) -> {
                if (entry.kind() == TarEntry.Kind.FILE) {
                    files.put(parent + entry.name(), new String(content.readAllBytes(), StandardCharsets.UTF_8));
                }
            });
        }
        return files;
    }
}
