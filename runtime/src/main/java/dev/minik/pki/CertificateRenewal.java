package dev.minik.pki;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * Renews the certificates of a cluster that exists: each gets a successor that says the same of the same key, and lives for another year. So
 * whatever names and usages a certificate has, by minik, kubeadm or a user's patch, it keeps, and no key has to change.
 */
public final class CertificateRenewal {
    /** Certificates are renewed when they end within this time. */
    public static final Duration AHEAD = Duration.ofDays(30);

    private static final List<String> AUTHORITIES = List.of("ca", "front-proxy-ca", "etcd/ca");

    private final List<CertificateAuthority> authorities;
    private final SecureRandom random;
    private final InstantSource clock;

    private CertificateRenewal(List<CertificateAuthority> authorities, SecureRandom random, InstantSource clock) {
        this.authorities = authorities;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Takes up the CAs of a cluster, those whose certificate and key are among {@code files}.
     *
     * @param files what control planes have in {@link ClusterPki#DIRECTORY}, by path; read from a node, and so not trusted
     * @throws MinikException {@link ExitCode#WRONG_STATE} if a CA has run out
     */
    public static CertificateRenewal of(Map<String, String> files, SecureRandom random, InstantSource clock) {
        var authorities = new ArrayList<CertificateAuthority>();
        for (var name : AUTHORITIES) {
            var certificate = Optional.ofNullable(files.get(ClusterPki.path(name + ".crt")));
            var key = Optional.ofNullable(files.get(ClusterPki.path(name + ".key")));
            certificate.ifPresent(text -> refuseEnded(name, text, clock.instant()));
            certificate
                    .flatMap(text -> key.flatMap(secret -> parsed(text, secret)))
                    .ifPresent(authorities::add);
        }
        return new CertificateRenewal(List.copyOf(authorities), random, clock);
    }

    /** A key that is not minik's, as of a kubeadm that was used by hand, cannot be used here; what its CA signed is not renewed then. */
    private static Optional<CertificateAuthority> parsed(String certificate, String key) {
        try {
            return Optional.of(CertificateAuthority.parse(certificate, key));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void refuseEnded(String name, String pem, Instant now) {
        certificate(pem)
                .map(CertificateRenewal::end)
                .filter(end -> end.isBefore(now))
                .ifPresent(end -> {
                    throw MinikException.of(
                            ExitCode.WRONG_STATE,
                            "the cluster's CA %s ran out at %s, and with it all that it has signed"
                                    .formatted(ClusterPki.path(name + ".crt"), end),
                            "create the cluster anew");
                });
    }

    /** Returns when the first certificate in a text ends; empty when there is none that can be read. */
    public static Optional<Instant> end(String pem) {
        return certificate(pem).map(CertificateRenewal::end);
    }

    /** Returns whether a text holds a certificate that has ended, or ends soon. */
    public boolean isDue(String pem) {
        return end(pem).filter(end -> end.isBefore(clock.instant().plus(AHEAD))).isPresent();
    }

    /**
     * Returns a text with the successor of the first certificate in it, all else as it was; empty when none of the CAs whose keys are known
     * has signed that certificate.
     */
    public Optional<String> renewed(String pem) {
        return certificate(pem)
                .flatMap(old -> authorities.stream()
                        .filter(authority -> authority.hasIssued(old))
                        .findFirst()
                        .map(authority ->
                                Pem.replaced(Pem.CERTIFICATE, pem, authority.renew(old, random, clock.instant()))));
    }

    private static Instant end(X509CertificateHolder certificate) {
        return certificate.getNotAfter().toInstant();
    }

    private static Optional<X509CertificateHolder> certificate(String pem) {
        try {
            return Optional.of(new X509CertificateHolder(Pem.decode(Pem.CERTIFICATE, pem)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
