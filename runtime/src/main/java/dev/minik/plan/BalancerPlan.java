package dev.minik.plan;

import dev.minik.model.IpAddress;
import java.util.List;

/**
 * The load balancer before the API servers of several control planes.
 *
 * @param name its name as a container
 * @param image the image that it is run from
 * @param addresses its fixed addresses
 */
public record BalancerPlan(String name, ImageFacts image, List<IpAddress> addresses) {
    /** Copies the list. */
    public BalancerPlan {
        addresses = List.copyOf(addresses);
    }
}
