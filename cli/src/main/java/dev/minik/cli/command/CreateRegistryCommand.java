package dev.minik.cli.command;

import dev.minik.cli.option.ClusterNameConverter;
import dev.minik.cli.option.RegistryNameConverter;
import dev.minik.cli.option.UpstreamOptions;
import dev.minik.cli.output.DataFormat;
import dev.minik.cli.output.Documents;
import dev.minik.cluster.registry.Registries.Created;
import dev.minik.cluster.registry.Registries.RegistrySummary;
import dev.minik.cluster.registry.Registries.Wanted;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.ImageReference;
import dev.minik.model.RegistryName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code minik create registry}. */
@Command(
        name = "registry",
        description = {
            "Create a registry that clusters use, and that outlives them.",
            "localhost:PORT/IMAGE is the same image on this host and in the nodes of clusters that use it.",
            "One that is there with the same settings is started if need be, and connected."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  minik create registry",
            "  minik create registry dev --port 5005 --cluster demo",
            "  minik create registry hub --proxy-remote-url docker.io",
            "  minik create cluster demo --registry dev --registry hub"
        })
public final class CreateRegistryCommand implements Callable<Integer> {
    private static final int LAST_PORT = 65_535;

    private final Context context;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            converter = RegistryNameConverter.class,
            description = "The registry. Default: registry. Its container is named minik-NAME.")
    private RegistryName name = RegistryName.DEFAULT;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port of 127.0.0.1 to publish it on; 0 is a free one. Default: 5001, for a cache a free one.")
    private Optional<Integer> port = Optional.empty();

    @Mixin
    private final UpstreamOptions upstream = new UpstreamOptions();

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description = {
                "Image of the distribution registry, such as registry:3, which is pulled. Default: minik's own,",
                "which is compiled once."
            })
    private Optional<String> image = Optional.empty();

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            converter = ClusterNameConverter.class,
            description = "A cluster that is to use it from now on. May be given more than once.")
    private List<ClusterName> clusters = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "Print the registry as ${COMPLETION-CANDIDATES}.")
    private Optional<DataFormat> output = Optional.empty();

    /** Makes the command. */
    public CreateRegistryCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var wanted = new Wanted(name, port(), upstream.resolve(this::firstLine), image.map(this::checked), clusters);
        context.cleansUpWhenInterrupted();
        var created = context.services().registries().create(wanted);
        output.ifPresent(format -> context.print(format.render(Documents.of(created.registry()))));
        tell(created);
        return 0;
    }

    private OptionalInt port() {
        port.filter(number -> number < 0 || number > LAST_PORT).ifPresent(number -> {
            throw MinikException.of(
                    ExitCode.USAGE, "%d is not a port".formatted(number), "Give a number from 0 to " + LAST_PORT);
        });
        return port.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private String checked(String text) {
        try {
            return new ImageReference(text).value();
        } catch (IllegalArgumentException e) {
            throw MinikException.of(ExitCode.USAGE, String.valueOf(e.getMessage()), "Correct --image")
                    .causedBy(e);
        }
    }

    private Optional<String> firstLine() {
        try {
            // the rest of the input is nobody's, and the stream is the process's
            var lines =
                    new BufferedReader(new InputStreamReader(context.console().in(), StandardCharsets.UTF_8));
            return Optional.ofNullable(lines.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tell(Created created) {
        var registry = created.registry();
        var state = created.made() ? "ready" : "there already, and runs";
        if (registry.upstream().isEmpty()) {
            context.say("Registry \"%s\" is %s at %s.".formatted(registry.name(), state, registry.host()));
            context.say("Try:  docker tag IMAGE %1$s/IMAGE && docker push %1$s/IMAGE".formatted(registry.host()));
        } else {
            context.say(
                    "Registry \"%s\", a cache of %s, is %s.".formatted(registry.name(), registry.upstream(), state));
        }
        context.say(use(registry));
    }

    private static String use(RegistrySummary registry) {
        return registry.clusters().isEmpty()
                ? "Use:  minik create cluster --registry %1$s, or minik create registry %1$s --cluster NAME for one that lives."
                        .formatted(registry.name())
                : "It is used by: " + String.join(", ", registry.clusters());
    }
}
