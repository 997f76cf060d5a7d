package dev.minik.plan;

import dev.minik.config.Cni;
import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.engine.PortPublish;
import dev.minik.model.Cidr;
import dev.minik.model.ClusterName;
import dev.minik.model.IpAddress;
import dev.minik.model.IpFamily;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A cluster to make, with every decision made. Holds no secrets but for those that the manifest of its network may hold.
 *
 * @param name the cluster's name
 * @param kubernetesVersion the version of its control plane
 * @param cgroupVersion the host's, 1 or 2
 * @param rootless whether the engine runs without root's rights, and nodes in a user namespace
 * @param network the network of its nodes
 * @param endpoint the stable name of its API server inside that network; in every certificate, so that another container can take it over
 * @param virtualAddress the address that several control planes hold among them, behind the endpoint; empty where a container has it
 * @param apiServer where the API server is published on the host, or that address where the host reaches it
 * @param apiServerNames the names and addresses by which clients outside the cluster may come to the API server
 * @param ipFamily which versions of IP it uses
 * @param podSubnets addresses of pods, one range of each version of IP
 * @param serviceSubnets addresses of services, likewise
 * @param dnsDomain the domain of its services
 * @param cni the pods' network
 * @param cniManifest what installs it, where neither the image has it nor nothing does
 * @param kubeProxyMode how services are reached
 * @param dnsSearch the search domains of nodes; empty for the host's
 * @param software what is said of the programs in its nodes
 * @param bare whether the nodes are all that is made
 * @param tuning what is done otherwise than kubeadm does by default
 * @param balancer what stands before the API servers of several control planes
 * @param etcdNodes the nodes of etcd's members; none where these are on the control planes
 * @param registries registries of minik's own that are connected to its network
 * @param nodes its nodes, the first control plane first
 */
public record ClusterPlan(
        ClusterName name,
        KubernetesVersion kubernetesVersion,
        int cgroupVersion,
        boolean rootless,
        NetworkPlan network,
        String endpoint,
        Optional<IpAddress> virtualAddress,
        PortPublish apiServer,
        List<String> apiServerNames,
        IpFamily ipFamily,
        List<Cidr> podSubnets,
        List<Cidr> serviceSubnets,
        String dnsDomain,
        Cni cni,
        Optional<String> cniManifest,
        KubeProxyMode kubeProxyMode,
        Optional<List<String>> dnsSearch,
        SoftwarePlan software,
        boolean bare,
        Set<Tuning> tuning,
        Optional<BalancerPlan> balancer,
        List<EtcdNodePlan> etcdNodes,
        List<RegistryFacts> registries,
        List<NodePlan> nodes) {

    /** The port of the API server in its node. */
    public static final int API_PORT = 6443;

    /**
     * The port of the virtual address: control planes have the API server's port for themselves.
     *
     * @see <a href="https://github.com/kubernetes/kubeadm/blob/main/docs/ha-considerations.md">kubeadm's considerations</a>
     */
    public static final int VIRTUAL_PORT = 8443;

    /** Copies the collections. */
    public ClusterPlan {
        apiServerNames = List.copyOf(apiServerNames);
        podSubnets = List.copyOf(podSubnets);
        serviceSubnets = List.copyOf(serviceSubnets);
        dnsSearch = dnsSearch.map(List::copyOf);
        tuning = Set.copyOf(tuning);
        etcdNodes = List.copyOf(etcdNodes);
        registries = List.copyOf(registries);
        nodes = List.copyOf(nodes);
    }

    /** Returns the control plane in which kubeadm init runs, or which has taken its place. */
    public NodePlan firstControlPlane() {
        return controlPlanes().get(0);
    }

    /** Returns the endpoint as clients in the cluster's network name it. */
    public String endpointWithPort() {
        return endpoint + ":" + endpointPort();
    }

    /** Returns the port of the endpoint. */
    public int endpointPort() {
        return virtualAddress.isPresent() ? VIRTUAL_PORT : API_PORT;
    }

    /** Returns the URL of the address that control planes hold among them, for who reaches it. */
    public String virtualServer() {
        return "https://" + virtualAddress.orElseThrow().withPort(VIRTUAL_PORT);
    }

    /** Returns the control planes, the one in which kubeadm init runs first. */
    public List<NodePlan> controlPlanes() {
        return nodes(Role.CONTROL_PLANE);
    }

    /** Returns the workers, in the order of their numbers. */
    public List<NodePlan> workers() {
        return nodes(Role.WORKER);
    }

    /** Returns the nodes of a role, in the order of their numbers. */
    public List<NodePlan> nodes(Role role) {
        return nodes.stream().filter(node -> node.role() == role).toList();
    }

    /** Returns the nodes of these names, in their own order. */
    public List<NodePlan> nodes(Set<String> names) {
        return nodes.stream().filter(node -> names.contains(node.name())).toList();
    }

    /** Returns the node of a name, which there must be. */
    public NodePlan node(String nodeName) {
        return nodes.stream()
                .filter(node -> node.name().equals(nodeName))
                .findFirst()
                .orElseThrow();
    }

    /** Returns whether etcd's members have nodes of their own. */
    public boolean hasExternalEtcd() {
        return !etcdNodes.isEmpty();
    }

    /** Returns the addresses of the service {@code kubernetes}: the first of each service subnet. */
    public List<IpAddress> apiServiceAddresses() {
        return serviceSubnets.stream().map(subnet -> subnet.at(1)).toList();
    }

    /** Returns the address of the cluster's name service: the tenth of the first service subnet, as kubeadm chooses it. */
    public IpAddress dnsServiceAddress() {
        return serviceSubnets.get(0).at(10);
    }

    /** Returns the same cluster with other nodes, and with what depends on them. */
    ClusterPlan with(
            PortPublish newApiServer,
            Set<Tuning> newTuning,
            Optional<BalancerPlan> newBalancer,
            List<NodePlan> newNodes) {
        return with(kubernetesVersion, newApiServer, cniManifest, newTuning, newBalancer, registries, newNodes);
    }

    /** Returns the same cluster with its API server published on another port of the host. */
    public ClusterPlan withPort(int hostPort) {
        var other = new PortPublish(apiServer.hostAddress(), hostPort, apiServer.containerPort(), apiServer.protocol());
        return with(other, tuning, balancer, nodes);
    }

    /** Returns the same cluster with other registries; what its nodes have been told of them is another thing. */
    public ClusterPlan withRegistries(List<RegistryFacts> others) {
        return with(kubernetesVersion, apiServer, cniManifest, tuning, balancer, others, nodes);
    }

    /**
     * Returns the same cluster with another manifest of its network.
     *
     * @param manifest as it is published; the cluster's subnets are filled in
     */
    public ClusterPlan withCniManifest(String manifest) {
        var filled = CniManifest.filled(manifest, podSubnets);
        return with(kubernetesVersion, apiServer, Optional.of(filled), tuning, balancer, registries, nodes);
    }

    private ClusterPlan with(
            KubernetesVersion newVersion,
            PortPublish newApiServer,
            Optional<String> newCniManifest,
            Set<Tuning> newTuning,
            Optional<BalancerPlan> newBalancer,
            List<RegistryFacts> newRegistries,
            List<NodePlan> newNodes) {
        return new ClusterPlan(
                name,
                newVersion,
                cgroupVersion,
                rootless,
                network,
                endpoint,
                virtualAddress,
                newApiServer,
                apiServerNames,
                ipFamily,
                podSubnets,
                serviceSubnets,
                dnsDomain,
                cni,
                newCniManifest,
                kubeProxyMode,
                dnsSearch,
                software,
                bare,
                newTuning,
                newBalancer,
                etcdNodes,
                newRegistries,
                newNodes);
    }

    /** Returns the same cluster after all its nodes have been upgraded to what an image has. */
    public ClusterPlan upgraded(ImageFacts image) {
        return with(
                image.kubernetesVersion(),
                apiServer,
                cniManifest,
                tuning,
                balancer,
                registries,
                nodes.stream().map(node -> node.upgraded(image)).toList());
    }

    /** Returns whether a tuning applies. */
    public boolean has(Tuning one) {
        return tuning.contains(one);
    }

    /** Returns whether the user patches kubeadm's configuration. */
    public boolean hasKubeadmPatches() {
        return !software.kubeadmPatches().isEmpty()
                || nodes.stream().anyMatch(node -> !node.patches().isEmpty());
    }

    /** Returns whether pods can run and reach services, so that CoreDNS becomes available without the user's help. */
    public boolean servesPods() {
        return cni != Cni.NONE && kubeProxyMode != KubeProxyMode.NONE;
    }
}
