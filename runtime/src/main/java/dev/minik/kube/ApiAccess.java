package dev.minik.kube;

import java.net.URI;
import javax.net.ssl.SSLContext;

/**
 * How to reach an API server, and as whom.
 *
 * @param server its address as seen from here
 * @param tls trusts the cluster's CA and presents the client's certificate
 */
public record ApiAccess(URI server, SSLContext tls) {}
