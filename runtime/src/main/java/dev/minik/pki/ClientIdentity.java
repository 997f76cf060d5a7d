package dev.minik.pki;

/**
 * Who a client of the API server is: its certificate and the key to it, both as PEM. The key is left out of {@link #toString()}.
 */
public record ClientIdentity(String certificatePem, String keyPem) {
    @Override
    public String toString() {
        return "ClientIdentity[%d characters]".formatted(certificatePem.length());
    }
}
