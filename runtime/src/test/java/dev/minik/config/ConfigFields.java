package dev.minik.config;

import static dev.minik.config.ConfigField.field;
import static dev.minik.config.ConfigField.flag;
import static dev.minik.config.ConfigField.list;
import static dev.minik.config.ConfigField.number;
import static dev.minik.config.ConfigField.section;
import static dev.minik.config.ConfigField.text;
import static dev.minik.config.ConfigField.texts;
import static dev.minik.config.ConfigField.word;

import dev.minik.config.FieldType.Amount;
import dev.minik.config.FieldType.Flag;
import dev.minik.config.FieldType.ListOf;
import dev.minik.config.FieldType.MapOf;
import dev.minik.config.FieldType.OneNumber;
import dev.minik.config.FieldType.Section;
import dev.minik.config.FieldType.Text;
import dev.minik.config.FieldType.Word;
import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.model.ClusterName;
import dev.minik.model.IpFamily;
import dev.minik.model.MountPropagation;
import dev.minik.model.Protocol;
import dev.minik.model.Role;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every field of the config file, described once. The schema for editors and the tables of the reference are made of it, and a test
 * holds it against what the readers ask for. It is with the tests because a running minik needs none of it.
 */
final class ConfigFields {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,38}[a-z0-9])?");
    private static final Pattern VERSION = Pattern.compile("v?\\d+\\.\\d+\\.\\d+([-+]\\S+)?");
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]+");
    private static final Pattern SUBNETS = Pattern.compile("[0-9a-fA-F.:]+/\\d+(\\s*,\\s*[0-9a-fA-F.:]+/\\d+)?");
    private static final Pattern ABSOLUTE = Pattern.compile("/.+");
    private static final Pattern TAINT = Pattern.compile("[A-Za-z0-9][^\\s:]*:(NoSchedule|PreferNoSchedule|NoExecute)");
    private static final Pattern URL = Pattern.compile("https?://\\S+");
    private static final Pattern PROXY = Pattern.compile("(http|https|socks5)://\\S+");

    private static final Section MOUNTS = new Section(
            "nodes[].extraMounts[]",
            List.of(
                    text("hostPath", "path")
                            .required()
                            .means(
                                    "A path of the host. A relative one starts at the directory in which minik runs; `~` is not"
                                            + " expanded. The engine makes a directory that does not exist")
                            .example("./data"),
                    text("containerPath", "path", ABSOLUTE)
                            .required()
                            .means(
                                    "An absolute path in the node, once per node. Not one that the node itself needs: `/`, `/etc`,"
                                            + " `/usr`, `/var`, `/run`, `/tmp`, `/lib/modules`, `/minik`, anything below `/proc` or"
                                            + " `/sys`, and the like")
                            .example("/data"),
                    flag("readOnly").means("The node may not write to it").example("true"),
                    flag("selinuxRelabel")
                            .means("Have the engine relabel it for SELinux")
                            .example("true"),
                    word("propagation", MountPropagation.values(), MountPropagation::text)
                            .byDefault("None")
                            .means("Whether mounts made below it travel between host and node")
                            .example("HostToContainer")),
            List.of());

    private static final Section PORTS = new Section(
            "nodes[].extraPortMappings[]",
            List.of(
                    number("containerPort", 1, Ports.MAX)
                            .required()
                            .means("A port of the node: of a NodePort service, or a pod's `hostPort`")
                            .example("30080"),
                    number("hostPort", Ports.ENGINES_CHOICE, Ports.MAX)
                            .byDefault(Ports.RANDOM)
                            .means(
                                    "The port of the host; `0` is a free one, chosen once; `-1` leaves the choice to the engine at"
                                            + " each start")
                            .example("8080"),
                    text("listenAddress", "IP address", ADDRESS)
                            .otherwise(
                                    "`127.0.0.1`, or `::1` with `ipFamily: ipv6`; in kind's format `0.0.0.0` or `::`")
                            .means("The host's address")
                            .example("127.0.0.1"),
                    field(
                                    "protocol",
                                    new Word(
                                            Stream.of(Protocol.values())
                                                    .map(Protocol::name)
                                                    .toList(),
                                            true))
                            .byDefault("TCP")
                            .means("The transport, in any case")
                            .example("UDP")),
            List.of());

    private static final Section FILES = new Section(
            "nodes[].files[]",
            List.of(
                    text("path", "path", ABSOLUTE)
                            .required()
                            .means(
                                    "Where it lies in the node. Not one that minik or kubeadm writes, and not below `/run`, `/tmp`, `/proc`, `/sys`, `/dev` or `/minik`,"
                                            + " which are made anew when the node starts, nor where another field of this file puts"
                                            + " something")
                            .example("/etc/motd")
                            .with("content: Welcome"),
                    text("content", "text")
                            .means("What it holds; either this or `hostPath`")
                            .example("\"Welcome\\n\""),
                    text("hostPath", "path")
                            .means("A file of the host, of at most 1 MiB of UTF-8, that is copied")
                            .example("./motd"),
                    text("mode", "mode", NodeExtras.MODE)
                            .byDefault("0644")
                            .means("Its permissions, in quotes")
                            .example("\"0600\"")
                            .with("content: Welcome")),
            List.of("content", "hostPath"));

    private static final ConfigField MERGE_PATCHES = texts("kubeadmConfigPatches", "text")
            .example("[\"{kind: InitConfiguration, nodeRegistration: {kubeletExtraArgs: {v: '4'}}}\"]");

    private static ConfigField jsonPatches(String place) {
        return list(new Section(
                place + "kubeadmConfigPatchesJSON6902[]",
                List.of(
                        text("group", "text")
                                .means(
                                        "The API group of the document to patch; with a group and a version that the document does"
                                                + " not have, nothing is patched, and minik warns")
                                .example("kubeadm.k8s.io"),
                        text("version", "text")
                                .means("The version of that group")
                                .example("v1beta4"),
                        text("kind", "text")
                                .required()
                                .means("The kind of the document to patch: `ClusterConfiguration`, `InitConfiguration`,"
                                        + " `JoinConfiguration`, `KubeletConfiguration` or `KubeProxyConfiguration`")
                                .example("ClusterConfiguration"),
                        text("patch", "text")
                                .means("The operations, in YAML or JSON")
                                .example("'[{op: add, path: /apiServer/certSANs/-, value: my-host}]'")),
                List.of()));
    }

    private static final Section NODES = new Section(
            "nodes[]",
            List.of(
                    word("role", Role.values(), Role::text)
                            .byDefault("control-plane")
                            .means("What the node is")
                            .example("worker"),
                    text("image", "image")
                            .otherwise("`localhost/minik-node:VERSION`")
                            .means(
                                    "Its node image, minik's or kind's; one that is not minik's own is pulled when the engine lacks"
                                            + " it. All nodes' images must hold the same Kubernetes version")
                            .example("kindest/node:v1.36.3"),
                    field("labels", new MapOf(new Text("text", Optional.empty()), Optional.empty()))
                            .means(
                                    "Labels of its Node object. Of those in `kubernetes.io` and `k8s.io` only what a kubelet may set"
                                            + " on its own node")
                            .example("{disk: ssd}"),
                    field("taints", new ListOf(new Text("text", Optional.of(TAINT))))
                            .onlyOurs()
                            .means(
                                    "Taints of its Node object, as kubectl writes them, besides those that its role brings. At least"
                                            + " one node must be left for CoreDNS")
                            .example("[\"dedicated=db:NoSchedule\"]"),
                    list(MOUNTS)
                            .means("Directories or files of the host in the node")
                            .example("[{hostPath: ./data, containerPath: /data}]"),
                    list(PORTS)
                            .means("Ports of the node on the host")
                            .example("[{containerPort: 30080, hostPort: 8080}]"),
                    field("cpus", new Amount())
                            .onlyOurs()
                            .otherwise("all of the host's")
                            .means(
                                    "The share of the host's processors that it may take, at least `100m`; the scheduler knows of it")
                            .example("1.5"),
                    field("memory", new Amount())
                            .onlyOurs()
                            .otherwise("all of the host's")
                            .means("The host's memory that it may take, at least `256Mi`; the scheduler knows of it")
                            .example("2Gi"),
                    field(
                                    "environment",
                                    new MapOf(new Text("text", Optional.empty()), Optional.of(NodeExtras.VARIABLE)))
                            .onlyOurs()
                            .means(
                                    "Variables of its container, and so of all that systemd starts in it; they go before those that"
                                            + " `proxy` brings")
                            .example("{GREETING: hello}"),
                    list(FILES)
                            .onlyOurs()
                            .means("Files that it begins with")
                            .example("[{path: /etc/motd, content: Welcome}]"),
                    MERGE_PATCHES.means("Patches of kubeadm's configuration of this node, after the cluster's"),
                    jsonPatches("nodes[].")
                            .means("Likewise, after the merge patches")
                            .example("[{kind: JoinConfiguration, patch: '[{op: add, path: /timeouts, value: {}}]'}]")),
            List.of());

    private static final Section NETWORKING = new Section(
            "networking",
            List.of(
                    word("ipFamily", IpFamily.values(), IpFamily::text)
                            .byDefault("ipv4")
                            .means("Which versions of IP nodes, pods and services have addresses of")
                            .example("dual"),
                    text("apiServerAddress", "IP address", ADDRESS)
                            .otherwise(
                                    "`127.0.0.1`, with `ipFamily: ipv6` `::1`; for an engine on another machine, the address by"
                                            + " which that is reached")
                            .means(
                                    "The host's address for the API server. One that is not a loopback address opens it to other"
                                            + " machines; minik warns")
                            .example("127.0.0.1"),
                    number("apiServerPort", Ports.ENGINES_CHOICE, Ports.MAX)
                            .byDefault(Ports.RANDOM)
                            .means(
                                    "The host's port for it; `0` is a free one, chosen once; `-1` leaves the choice to the engine at"
                                            + " each start")
                            .example("6443"),
                    text("podSubnet", "CIDR", SUBNETS)
                            .otherwise("`10.244.0.0/16`, `fd00:10:244::/56`, or both")
                            .means(
                                    "The addresses of pods: `/8` to `/24`, of which every node takes a `/24`; in IPv6 `/48` to"
                                            + " `/64`, of which it takes a `/64`. With `ipFamily: dual` two, separated by a comma")
                            .example("10.10.0.0/16"),
                    text("serviceSubnet", "CIDR", SUBNETS)
                            .otherwise("`10.96.0.0/16`, `fd00:10:96::/112`, or both")
                            .means(
                                    "The addresses of services: `/12` to `/28`, in IPv6 `/108` to `/124`; they may not overlap the"
                                            + " pods'")
                            .example("10.20.0.0/16"),
                    flag("disableDefaultCNI")
                            .means("No pod network: you install one yourself. The same as `cni: none`")
                            .example("true"),
                    text("cni", "text")
                            .onlyOurs()
                            .byDefault("flannel")
                            .means(
                                    "The pods' network: `flannel` (the node image's own), `bridge` (no pods of its own), `calico` or"
                                            + " `cilium` (downloaded), `none`, or the path or URL of a manifest")
                            .example("./calico.yaml"),
                    word("kubeProxyMode", KubeProxyMode.values(), KubeProxyMode::text)
                            .byDefault("iptables")
                            .means(
                                    "How kube-proxy makes services reachable; `none` leaves it out, `ipvs` needs IPVS in the host's"
                                            + " kernel")
                            .example("nftables"),
                    text("dnsDomain", "domain", NetworkingReader.DOMAIN)
                            .onlyOurs()
                            .byDefault("cluster.local")
                            .means("The domain of services")
                            .example("example.internal"),
                    texts("dnsSearch", "domain")
                            .otherwise("the host's")
                            .means("The search domains of nodes, and so of pods; an empty list takes the host's away")
                            .example("[a.example, b.example]")),
            List.of());

    private static final Section ETCD = new Section(
            "etcd",
            List.of(
                    word("topology", EtcdConfig.Topology.values(), EtcdConfig.Topology::text)
                            .byDefault("stacked")
                            .means("Where etcd's members run: on the control planes, or on nodes of their own")
                            .example("stacked"),
                    field("nodes", new OneNumber(List.of(1L, 3L, 5L)))
                            .otherwise("`1`, with `topology: external`")
                            .means("How many members there are, where they have nodes of their own")
                            .example("3")
                            .with("topology: external"),
                    flag("ephemeral")
                            .means(
                                    "The state is kept in memory and the disk is not waited for: for throw-away clusters, lost when a node stops")
                            .example("true")),
            List.of());

    private static final Pattern LOCAL_REGISTRY = Pattern.compile("[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?");

    private static final Section REGISTRIES = new Section(
            "registries[]",
            List.of(
                    text("host", "registry", RegistryReader.HOST)
                            .required()
                            .means("The registry, as image names have it; each once")
                            .example("docker.io"),
                    field("mirrors", new ListOf(new Text("text", Optional.of(URL))))
                            .means("Addresses that are asked first, in this order")
                            .example("[\"https://mirror.example:5000\"]"),
                    text("ca", "path")
                            .means(
                                    "A file with the certificate, in PEM, that the registry's and the mirrors' are signed with")
                            .example("./ca.pem"),
                    flag("skipVerify").means("Certificates are not checked").example("true"),
                    text("username", "text").means("Who pulls").example("me").with("password: secret"),
                    text("password", "text")
                            .means("The password; either this or `passwordFile`")
                            .example("secret")
                            .with("username: me"),
                    text("passwordFile", "path")
                            .means("A file whose first line is the password")
                            .example("./password")
                            .with("username: me")),
            List.of());

    private static final Section PROXY_SECTION = new Section(
            "proxy",
            List.of(
                    text("http", "URL", PROXY).means("The proxy for `http://`").example("http://proxy.example:3128"),
                    text("https", "URL", PROXY)
                            .means("The proxy for `https://`")
                            .example("http://proxy.example:3128"),
                    field("noProxy", new ListOf(new Text("text", Optional.of(ProxyReader.NO_PROXY))))
                            .means("Hosts, domains and subnets that are reached without it, besides the cluster itself")
                            .example("[.example, 192.168.0.0/16]")
                            .with("http: 'http://proxy.example:3128'")),
            List.of());

    /** The whole file. */
    static final Section FILE = new Section(
            "",
            List.of(
                    field(
                                    "apiVersion",
                                    new Word(
                                            Stream.of(SchemaVersion.values())
                                                    .map(SchemaVersion::apiVersion)
                                                    .toList(),
                                            false))
                            .required()
                            .means("The format of the file")
                            .example(SchemaVersion.MINIK.apiVersion()),
                    field("kind", new Word(List.of("Cluster"), false))
                            .required()
                            .means("What the file describes")
                            .example("Cluster"),
                    text("name", "text", NAME)
                            .byDefault(ClusterName.DEFAULT.value())
                            .means("The cluster's name, see below")
                            .example("demo"),
                    text("kubernetesVersion", "version", VERSION)
                            .onlyOurs()
                            .otherwise("the default version, or the image's")
                            .means(
                                    "A version that minik knows (`v1.37.0`, `v1.36.3`, `v1.35.4`), or any other if every node has an"
                                            + " `image` of it")
                            .example("v1.36.3"),
                    list(NODES)
                            .otherwise("one control plane")
                            .means("The nodes, at most %d, of which at most 7 are control planes"
                                    .formatted(ClusterConfig.MAX_NODES))
                            .example("[{role: control-plane}, {role: worker}]"),
                    section(NETWORKING)
                            .otherwise("all defaults")
                            .means("Addresses and network components")
                            .example("{kubeProxyMode: nftables}"),
                    field("featureGates", new MapOf(new Flag(), Optional.of(SettingsReader.GATE)))
                            .means("Feature gates of all components of Kubernetes")
                            .example("{AllAlpha: false}"),
                    field(
                                    "runtimeConfig",
                                    new MapOf(
                                            new Text("text", Optional.of(Pattern.compile("true|false"))),
                                            Optional.of(SettingsReader.API)))
                            .means("APIs that the API server has or has not, `\"true\"` or `\"false\"` in quotes")
                            .example("{api/all: \"true\"}"),
                    text("imageRepository", "text")
                            .onlyOurs()
                            .otherwise("the node image's")
                            .means(
                                    "Where kubeadm takes the images of the control plane, kube-proxy and CoreDNS from; pause stays the node image's own")
                            .example("registry.example:5000/k8s"),
                    word("controlPlaneEndpoint", ControlPlaneEndpoint.values(), ControlPlaneEndpoint::text)
                            .onlyOurs()
                            .byDefault("balancer")
                            .means(
                                    "What stands before several control planes: a container of its own, or an address that wanders"
                                            + " between them")
                            .example("balancer"),
                    section(ETCD)
                            .onlyOurs()
                            .otherwise("all defaults")
                            .means("Where and how etcd runs")
                            .example("{ephemeral: true}"),
                    list(REGISTRIES)
                            .onlyOurs()
                            .means("How nodes pull from registries")
                            .example("[{host: docker.io, mirrors: [\"https://mirror.example:5000\"]}]"),
                    field("localRegistries", new ListOf(new Text("registry", Optional.of(LOCAL_REGISTRY))))
                            .onlyOurs()
                            .means("Registries of minik's own, by name, that nodes use; see `minik create registry`")
                            .example("[dev]"),
                    section(PROXY_SECTION)
                            .onlyOurs()
                            .otherwise("what the environment of minik says")
                            .means("The proxy by which nodes reach the outside")
                            .example("{http: \"http://proxy.example:3128\"}"),
                    MERGE_PATCHES.means(
                            "Patches of kubeadm's configuration, in YAML; one without `apiVersion` applies to the"
                                    + " document of its `kind`"),
                    jsonPatches("")
                            .means("Patches of kubeadm's configuration as JSON Patch, after the merge patches")
                            .example("[{kind: KubeletConfiguration, patch: '[{op: add, path: /maxPods, value: 50}]'}]"),
                    texts("containerdConfigPatches", "text")
                            .means("Patches of containerd's configuration in every node, in TOML")
                            .example("[\"[debug]\\n  level = 'debug'\"]"),
                    texts("containerdConfigPatchesJSON6902", "text")
                            .means("Patches of containerd's configuration as JSON Patch, after the merge patches")
                            .example("['[{op: add, path: /debug, value: {level: debug}}]']")),
            List.of());

    private ConfigFields() {}

    /** Returns all mappings whose fields are described, the outer ones before the inner ones. */
    static List<Section> sections() {
        return sections(FILE).toList();
    }

    static Stream<Section> sections(Section section) {
        return Stream.concat(
                Stream.of(section),
                section.fields().stream()
                        .flatMap(field -> field.sections().stream())
                        .flatMap(ConfigFields::sections));
    }
}
