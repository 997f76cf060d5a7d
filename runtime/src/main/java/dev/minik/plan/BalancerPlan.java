package dev.minik.plan;

import dev.minik.model.IpAddress;
import java.util.List;

/**
 * The load balancer before the API servers of several control planes. Where these hold an address among them, it is only the way in from
 * outside.
 *
 * @param name its name as a container
 * @param image the image that it is run from
 * @param addresses its fixed addresses
 * @param aliases further names under which nodes find it
 */
public record BalancerPlan(String name, ImageFacts image, List<IpAddress> addresses, List<String> aliases) {
    /** Copies the list. */
    public BalancerPlan {
        addresses = List.copyOf(addresses);
        aliases = List.copyOf(aliases);
    }
}
