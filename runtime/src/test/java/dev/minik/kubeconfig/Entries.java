package dev.minik.kubeconfig;

/** Entries for tests. */
final class Entries {
    static final String CA = "-----BEGIN CERTIFICATE-----\nY2E=\n-----END CERTIFICATE-----\n";
    static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----\nY2VydA==\n-----END CERTIFICATE-----\n";
    static final String KEY = "-----BEGIN EC PRIVATE KEY-----\na2V5\n-----END EC PRIVATE KEY-----\n";

    private Entries() {}

    static KubeconfigEntry entry(String name) {
        return new KubeconfigEntry(name, "https://127.0.0.1:6443", CA, CERTIFICATE, KEY);
    }
}
