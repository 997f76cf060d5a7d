package dev.minik.release;

/**
 * What a registry of minik's own is compiled from, as versions of Go modules.
 *
 * @param distribution the registry, such as {@code v3.1.2}
 * @param rootCertificates the certificates of public authorities, by which a cache trusts its upstream
 */
public record RegistryComponents(String distribution, String rootCertificates) {}
