package dev.minik.engine.docker;

import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a client of an engine behind TLS has, in a directory as Docker's command line keeps it: {@code ca.pem}, the CA of the engine's
 * certificate, and for engines that ask who comes {@code cert.pem} and {@code key.pem}. Failures name the file.
 *
 * @see <a href="https://docs.docker.com/engine/security/protect-access/#secure-by-default">where the files come from</a>
 */
final class ClientCertificates {
    private static final String REMEDY =
            "Let DOCKER_CERT_PATH name the directory with ca.pem, cert.pem and key.pem for this engine, or"
                    + " create the Docker context anew with them";
    private static final char[] NO_PASSWORD = new char[0];

    private final Path directory;

    ClientCertificates(Path directory) {
        this.directory = directory;
    }

    /** Returns a context that trusts the CA, and shows the client's certificate where there is one. */
    SSLContext context() {
        try {
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities());
            var context = SSLContext.getInstance("TLS");
            context.init(clientKeys(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw unusable("the certificates in %s cannot be used: %s".formatted(directory, e.getMessage()), e);
        }
    }

    private KeyStore authorities() throws GeneralSecurityException, IOException {
        var store = emptyStore();
        for (var authority : certificates("ca.pem")) {
            store.setCertificateEntry("ca-" + store.size(), authority);
        }
        return store;
    }

    /** An engine that does not verify its clients (dockerd --tls) needs neither file; one without the other is a mistake. */
    private KeyManager[] clientKeys() throws GeneralSecurityException, IOException {
        if (Files.notExists(directory.resolve("cert.pem")) && Files.notExists(directory.resolve("key.pem"))) {
            return new KeyManager[0];
        }
        var store = emptyStore();
        store.setKeyEntry("client", key(), NO_PASSWORD, certificates("cert.pem").toArray(Certificate[]::new));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        return keys.getKeyManagers();
    }

    /** The key may be in any form that OpenSSL writes: PKCS#8, PKCS#1 for RSA, or SEC 1 for elliptic curves. */
    private PrivateKey key() throws IOException {
        var file = existing(directory.resolve("key.pem"));
        try {
            return PrivateKeys.read(Files.readString(file));
        } catch (GeneralSecurityException e) {
            throw unusable("%s holds %s".formatted(file, e.getMessage()), e);
        }
    }

    private List<X509Certificate> certificates(String name) throws IOException {
        var file = existing(directory.resolve(name));
        try (var in = Files.newInputStream(file)) {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw unusable("%s holds no certificate".formatted(file), null);
            }
            // the engine would refuse it in words that hardly tell why
            found.get(0).checkValidity();
            return found;
        } catch (CertificateExpiredException e) {
            throw unusable("%s has expired: %s".formatted(file, e.getMessage()), e);
        } catch (CertificateNotYetValidException e) {
            throw unusable("%s is not valid yet: %s".formatted(file, e.getMessage()), e);
        } catch (CertificateException e) {
            throw unusable("%s holds no certificate: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static Path existing(Path file) {
        if (Files.notExists(file)) {
            throw unusable("there is no " + file, null);
        }
        if (!Files.isReadable(file)) {
            throw unusable("%s cannot be read by this user".formatted(file), null);
        }
        return file;
    }

    private static EngineException unusable(String message, @Nullable Exception cause) {
        return new EngineException(Kind.UNAVAILABLE, message, cause, REMEDY);
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
