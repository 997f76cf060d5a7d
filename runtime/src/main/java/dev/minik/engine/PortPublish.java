package dev.minik.engine;

import dev.minik.model.Protocol;

/**
 * A port of a container that the engine publishes on the host.
 *
 * @param hostAddress the host address to listen on
 * @param hostPort the host port; 0 for any free one, chosen anew at each start
 * @param containerPort the container's port
 * @param protocol the transport
 */
public record PortPublish(String hostAddress, int hostPort, int containerPort, Protocol protocol) {}
