package dev.minik.plan;

import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.engine.PortPublish;
import dev.minik.model.Cidr;
import dev.minik.model.ClusterName;
import dev.minik.model.IpAddress;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Role;
import java.util.List;
import java.util.Set;

/**
 * A cluster to make, with every decision made. Holds no secrets, so that it may be printed.
 *
 * @param name the cluster's name
 * @param kubernetesVersion the version of its control plane
 * @param cgroupVersion the host's, 1 or 2
 * @param network the network of its nodes
 * @param endpoint the stable name of its API server inside that network; in every certificate, so that another container can take it over
 * @param apiServer where the API server is published on the host
 * @param podSubnet addresses of pods
 * @param serviceSubnet addresses of services
 * @param dnsDomain the domain of its services
 * @param defaultCni whether the node image's CNI is installed
 * @param kubeProxyMode how services are reached
 * @param tuning what is done otherwise than kubeadm does by default
 * @param nodes its nodes, the first control plane first
 */
public record ClusterPlan(
        ClusterName name,
        KubernetesVersion kubernetesVersion,
        int cgroupVersion,
        NetworkPlan network,
        String endpoint,
        PortPublish apiServer,
        Cidr podSubnet,
        Cidr serviceSubnet,
        String dnsDomain,
        boolean defaultCni,
        KubeProxyMode kubeProxyMode,
        Set<Tuning> tuning,
        List<NodePlan> nodes) {

    /** The port of the API server in its node. */
    public static final int API_PORT = 6443;

    /** Copies the collections. */
    public ClusterPlan {
        tuning = Set.copyOf(tuning);
        nodes = List.copyOf(nodes);
    }

    /** Returns the control plane in which kubeadm init runs. */
    public NodePlan firstControlPlane() {
        return nodes.get(0);
    }

    /** Returns the workers, in the order of their numbers. */
    public List<NodePlan> workers() {
        return nodes.stream().filter(node -> node.role() == Role.WORKER).toList();
    }

    /** Returns the address of the service {@code kubernetes}, the first of the service subnet. */
    public IpAddress apiServiceAddress() {
        return serviceSubnet.at(1);
    }

    /** Returns the address of the cluster's name service, the tenth of the service subnet as kubeadm chooses it. */
    public IpAddress dnsServiceAddress() {
        return serviceSubnet.at(10);
    }

    /** Returns whether a tuning applies. */
    public boolean has(Tuning one) {
        return tuning.contains(one);
    }

    /** Returns whether pods can run and reach services, so that CoreDNS becomes available without the user's help. */
    public boolean servesPods() {
        return defaultCni && kubeProxyMode != KubeProxyMode.NONE;
    }
}
