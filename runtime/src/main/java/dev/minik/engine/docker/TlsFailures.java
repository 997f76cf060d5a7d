package dev.minik.engine.docker;

import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import java.io.IOException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in words for users what the JDK says of a TLS connection that did not come about. */
final class TlsFailures {
    private static final String CLIENT_REMEDY =
            "Put a certificate from the CA that the engine trusts (dockerd --tlscacert) into cert.pem, and its key into key.pem, of"
                    + " DOCKER_CERT_PATH or the Docker context";
    private static final String ALERT = "Received fatal alert: ";

    private TlsFailures() {}

    /** Returns what a failure of TLS means. */
    static EngineException of(SSLException tls) {
        var message = String.valueOf(tls.getMessage());
        if (message.contains("Unsupported or unrecognized SSL message")) {
            return failure(
                    tls,
                    "what answers there does not speak TLS",
                    "Name the engine's port for TLS, usually 2376; or unset DOCKER_TLS_VERIFY to speak in the clear");
        }
        int alert = message.indexOf(ALERT);
        if (alert >= 0) {
            return alert(tls, message.substring(alert + ALERT.length()));
        }
        return ofServer(tls, message);
    }

    /** TLS names its alerts in words of its own: https://www.rfc-editor.org/rfc/rfc8446#section-6.2 */
    private static EngineException alert(SSLException tls, String alert) {
        return alert.contains("certificate") || alert.equals("unknown_ca")
                ? failure(
                        tls,
                        "the engine does not accept this client's certificate (%s)".formatted(alert),
                        CLIENT_REMEDY)
                : failure(
                        tls,
                        "the engine ended the TLS handshake (%s)".formatted(alert),
                        "Look into the log of the engine");
    }

    private static EngineException ofServer(SSLException tls, String message) {
        var expired = find(tls, CertificateExpiredException.class);
        if (expired != null) {
            return failure(
                    tls,
                    "the engine's certificate has expired: " + expired.getMessage(),
                    "Renew it (dockerd --tlscert) and start the engine again");
        }
        var early = find(tls, CertificateNotYetValidException.class);
        if (early != null) {
            return failure(
                    tls,
                    "the engine's certificate is not valid yet: " + early.getMessage(),
                    "Set the clocks of both hosts");
        }
        if (find(tls, CertPathBuilderException.class) != null || find(tls, CertPathValidatorException.class) != null) {
            return failure(
                    tls,
                    "the engine's certificate is not from the CA in ca.pem",
                    "Put the certificate of its CA into ca.pem of DOCKER_CERT_PATH or the Docker context");
        }
        var other = find(tls, CertificateException.class);
        return other == null
                ? failure(tls, "TLS failed: " + message, "Look into the log of the engine")
                : failure(
                        tls,
                        "the engine's certificate is for another host: " + other.getMessage(),
                        "Name the engine by a name that its certificate has, or add this one to the certificate (subjectAltName)");
    }

    /** Returns what it means that the connection broke before the handshake was over. */
    static EngineException brokenOff(SocketException broken) {
        return failure(
                broken,
                "the engine broke off the TLS handshake, as when it does not accept this client's certificate (%s)"
                        .formatted(broken.getMessage()),
                CLIENT_REMEDY);
    }

    private static EngineException failure(IOException tls, String message, String remedy) {
        return new EngineException(Kind.UNAVAILABLE, message, tls, remedy);
    }

    private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
