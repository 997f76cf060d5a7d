package dev.minik.plan;

import dev.minik.model.Cidr;
import dev.minik.model.IpAddress;

/**
 * The network that the nodes of one cluster share.
 *
 * @param name its name in the engine
 * @param subnet its addresses
 * @param gateway the host's address in it
 * @param dynamicRange the addresses for containers that are not nodes; node addresses lie outside, so they stay free for nodes
 */
public record NetworkPlan(String name, Cidr subnet, IpAddress gateway, Cidr dynamicRange) {}
