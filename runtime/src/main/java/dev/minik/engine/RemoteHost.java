package dev.minik.engine;

/**
 * The host of an engine that is reached over the network.
 *
 * @param name its name or address, as the user gave it; an IPv6 address without brackets
 * @param encrypted whether the engine is spoken to by TLS: without it, whoever reaches the engine's port is root on its host
 * @see <a href="https://docs.docker.com/engine/security/protect-access/">how Docker's port is protected</a>
 */
public record RemoteHost(String name, boolean encrypted) {}
