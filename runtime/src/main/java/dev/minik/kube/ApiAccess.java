package dev.minik.kube;

import java.net.URI;

/**
 * How to reach an API server, and as whom.
 *
 * @param server its address as seen from here
 * @param caPem the certificate that its own is signed by
 * @param clientCertificatePem the client's certificate
 * @param clientKeyPem the client's EC key, PKCS#8
 */
public record ApiAccess(URI server, String caPem, String clientCertificatePem, String clientKeyPem) {}
