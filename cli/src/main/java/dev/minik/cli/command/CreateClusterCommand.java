package dev.minik.cli.command;

import dev.minik.cli.option.ClusterArgument;
import dev.minik.cli.option.RegistryNameConverter;
import dev.minik.cli.output.DataFormat;
import dev.minik.cli.output.Documents;
import dev.minik.cli.output.Text;
import dev.minik.cluster.Clusters;
import dev.minik.cluster.Clusters.Bare;
import dev.minik.cluster.Clusters.CreateOptions;
import dev.minik.cluster.Clusters.Created;
import dev.minik.cluster.Clusters.Usable;
import dev.minik.config.ClusterConfig;
import dev.minik.config.ConfigOverrides;
import dev.minik.config.TuningLevel;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.RegistryName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code minik create cluster}. */
@Command(
        name = "cluster",
        description = {
            "Create a Kubernetes cluster and point kubectl at it.",
            "A cluster that cannot be created is removed again."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  minik create cluster",
            "  minik create cluster demo --workers 2 --kubernetes-version v1.36.3",
            "  minik create cluster --config cluster.yaml --wait 10m",
            "  minik create cluster learn --bare --workers 2",
            "  minik create cluster --timeline create.svg --timeline create.json",
            "  minik create cluster --dry-run -o yaml"
        })
public final class CreateClusterCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterArgument cluster = new ClusterArgument();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Cluster configuration, minik's or kind's; - reads it from standard input.")
    private Optional<String> config = Optional.empty();

    @Option(names = "--image", paramLabel = "IMAGE", description = "Node image of all nodes; kind's images work too.")
    private Optional<String> image = Optional.empty();

    @Option(
            names = "--kubernetes-version",
            paramLabel = "VERSION",
            description = "Kubernetes version, such as v1.37.0.")
    private Optional<KubernetesVersion> kubernetesVersion = Optional.empty();

    @Option(names = "--control-planes", paramLabel = "N", description = "Number of control planes.")
    private Optional<Integer> controlPlanes = Optional.empty();

    @Option(names = "--workers", paramLabel = "N", description = "Number of workers.")
    private Optional<Integer> workers = Optional.empty();

    @Option(
            names = "--registry",
            paramLabel = "NAME",
            converter = RegistryNameConverter.class,
            description = "A registry of 'minik create registry' that nodes use. May be given more than once.")
    private List<RegistryName> registries = List.of();

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "How long to wait for the cluster to be ready: 90s, 5m (default), 1h30m; 0 does not wait.")
    private Duration wait = Duration.ofMinutes(5);

    @Option(
            names = "--tuning",
            paramLabel = "LEVEL",
            description = "What is done otherwise than kubeadm does, to be ready sooner: ${COMPLETION-CANDIDATES};"
                    + " --dry-run lists it with reasons.")
    private Optional<TuningLevel> tuning = Optional.empty();

    @Option(
            names = "--bare",
            description = "Make the nodes only, with all that kubeadm needs: init and join are left to you.")
    private boolean bare;

    @Option(names = "--retain", description = "Keep a cluster that could not be created, to look into it.")
    private boolean retain;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Kubeconfig to merge into. Default: the one that kubectl would write.")
    private Optional<Path> kubeconfig = Optional.empty();

    @Option(
            names = "--timeline",
            paramLabel = "FILE",
            description = "Write what happened when: a picture to a name that ends in .svg, else a trace for"
                    + " chrome://tracing or Perfetto. May be given more than once.")
    private List<Path> timeline = List.of();

    @Option(
            names = "--dry-run",
            description = "Print what would be created, and create no cluster; a missing node image is made.")
    private boolean dryRun;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "Print the result, or the plan of --dry-run, as ${COMPLETION-CANDIDATES}.")
    private Optional<DataFormat> output = Optional.empty();

    @Option(
            names = {"-y", "--yes"},
            description = "Install a missing container engine without asking.")
    private boolean yes;

    /** Makes the command. */
    public CreateClusterCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (dryRun && !timeline.isEmpty()) {
            throw MinikException.of(
                    ExitCode.USAGE,
                    "--dry-run makes no cluster that --timeline could tell of",
                    "Leave out --dry-run or --timeline");
        }
        var name = cluster.named(context.host()).map(ClusterName::value);
        var overrides = new ConfigOverrides(
                name,
                image,
                kubernetesVersion,
                count("--control-planes", controlPlanes, 1),
                count("--workers", workers, 0),
                bare,
                tuning);
        var file = config.map(new ConfigFiles(context.console())::read);
        var wanted = context.services().config().load(file, overrides).using(registries);
        if (dryRun) {
            var plan = context.services().clusters().plan(wanted);
            context.print(output.orElse(DataFormat.YAML).render(plan));
            return 0;
        }
        var timelines = new TimelineFiles(timeline);
        timelines.check();
        context.cleansUpWhenInterrupted();
        var clusters = new EngineGate(context).clusters(yes);
        clusters.sweep();
        var created = create(clusters, wanted, timelines);
        output.ifPresent(format -> context.print(format.render(Documents.of(created))));
        tell(created);
        if (timelines.areWanted()) {
            timelines.write(clusters.timeline(wanted.name()));
        }
        return 0;
    }

    /** A creation that fails has a timeline as well, which changes nothing of the failure. */
    private Created create(Clusters clusters, ClusterConfig wanted, TimelineFiles timelines) {
        try {
            return clusters.create(wanted, new CreateOptions(wait, retain, kubeconfig));
        } catch (MinikException failure) {
            // a name that is taken is refused at once, and the nodes of that name are another creation's
            if (!timelines.areWanted() || failure.exitCode() == ExitCode.EXISTS_OR_NOT_FOUND) {
                throw failure;
            }
            try {
                timelines.write(clusters.timeline(wanted.name()));
            } catch (MinikException missing) {
                throw failure.withDetails(Stream.concat(failure.details().stream(), Stream.of(missing.message()))
                        .toList());
            }
            throw failure;
        }
    }

    private void tell(Created created) {
        if (created.outcome() instanceof Usable usable) {
            context.say("Cluster \"%s\" is %s after %s; kubectl's context is \"%s\"."
                    .formatted(
                            created.name(),
                            wait.isZero() ? "created" : "ready",
                            Text.time(created.took()),
                            usable.context()));
            context.say("Try:  " + firstCommand(created, usable));
        } else if (created.outcome() instanceof Bare bare) {
            context.say("The nodes of \"%s\" are ready for kubeadm after %s; there is no cluster on them yet."
                    .formatted(created.name(), Text.time(created.took())));
            context.say("Try:  docker exec -it %s bash".formatted(bare.nodes().get(0)));
            context.say("and:  " + String.join(" ", bare.init()));
        }
    }

    /** A command that works as it stands, whether kubectl is installed or not. */
    private String firstCommand(Created created, Usable usable) {
        if (context.host().hasProgram("kubectl")) {
            var file = kubeconfig.map(path -> " --kubeconfig " + path).orElse("");
            return "kubectl cluster-info --context %s%s".formatted(usable.context(), file);
        }
        var name = created.name().equals(ClusterName.DEFAULT) ? "" : "--name " + created.name() + " ";
        return "minik kubectl %s-- get nodes".formatted(name);
    }

    private static OptionalInt count(String flag, Optional<Integer> number, int least) {
        if (number.isPresent() && number.orElseThrow() < least) {
            throw MinikException.of(
                    ExitCode.USAGE,
                    "%s %d is too small".formatted(flag, number.orElseThrow()),
                    "Give a number of at least " + least);
        }
        return number.map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
