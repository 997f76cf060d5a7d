package dev.minik.cli.command;

import dev.minik.cli.kubectl.KubectlRun;
import dev.minik.cli.kubectl.KubectlStore;
import dev.minik.cli.option.ClusterChoice;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code minik kubectl}. What follows the first argument belongs to kubectl, options included. */
@Command(
        name = "kubectl",
        description = {
            "Run the kubectl that matches a cluster, on that cluster.",
            "Exits with kubectl's own code. Options before kubectl's first word are minik's, unless -- precedes them."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  minik kubectl get nodes -o wide",
            "  minik kubectl --name demo -- -n kube-system get pods",
            "  minik kubectl exec -it my-pod -- sh"
        })
public final class KubectlCommand implements Callable<Integer> {
    private final Context context;

    /** Only the long form: {@code -n} is kubectl's namespace. */
    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The cluster. Default: MINIK_CLUSTER_NAME, then minik.")
    private Optional<String> name = Optional.empty();

    @Parameters(paramLabel = "ARG", arity = "0..*", description = "What kubectl is to do.")
    private List<String> arguments = List.of();

    /** Makes the command. */
    public KubectlCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var cluster = ClusterChoice.resolve(name, context.host());
        var clusters = context.services().clusters();
        var kubectl = new KubectlStore(context.host().cache()).of(cluster, clusters);
        var kubeconfig = clusters.kubeconfig(cluster, false);
        context.handsTerminalToChild();
        return new KubectlRun(context.host().temporary()).run(kubectl, arguments, kubeconfig);
    }
}
