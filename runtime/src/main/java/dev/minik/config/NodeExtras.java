package dev.minik.config;

import dev.minik.config.NodeConfig.NodeFile;
import dev.minik.config.NodeConfig.Resources;
import dev.minik.config.NodeConfig.Taint;
import dev.minik.model.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what a node can have in our schema only: taints, a share of the host, variables and files. */
final class NodeExtras {
    private static final Set<String> EFFECTS = Set.of("NoSchedule", "PreferNoSchedule", "NoExecute");
    static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** What minik sets itself, and what makes a node of a container. */
    private static final Set<String> OWN_VARIABLES = Set.of("KUBECONFIG", "container", "PATH");

    /** What is mounted when a node starts, by the kernel, the engine or minik. */
    private static final Pattern MADE_ANEW =
            Pattern.compile("/(run|tmp|proc|sys|dev|minik)(/.*)?|/etc/(hosts|hostname|resolv.conf)");

    static final Pattern MODE = Pattern.compile("0?[0-7]{3}");
    private static final int DEFAULT_MODE = 0644;
    /** With less, a kubelet and its containers do not get far. */
    private static final Quantity LEAST_CPUS = Quantity.parse("100m");

    private static final Quantity LEAST_MEMORY = Quantity.parse("256Mi");

    private final ReadContext in;
    private final Problems problems;

    NodeExtras(ReadContext in) {
        this.in = in;
        this.problems = in.problems();
    }

    /** Reads {@code taints}, each in kubectl's notation. */
    List<Taint> taints(Fields node) {
        var taints = new ArrayList<Taint>();
        for (var text : node.texts("taints")) {
            taint(text).ifPresent(taint -> {
                if (taints.stream().anyMatch(taint::isSameAs)) {
                    problems.add(text.path(), "there is a taint of this key and effect already");
                }
                taints.add(taint);
            });
        }
        return taints;
    }

    private Optional<Taint> taint(Placed<String> placed) {
        var text = placed.value();
        var colon = text.lastIndexOf(':');
        var effect = text.substring(colon + 1);
        if (colon < 0 || !EFFECTS.contains(effect)) {
            problems.add(
                    placed.path(),
                    "%s is not a taint, such as key=value:NoSchedule; the effects are NoSchedule, PreferNoSchedule and NoExecute"
                            .formatted(Values.quote(text)));
            return Optional.empty();
        }
        var equals = text.indexOf('=');
        var key = text.substring(0, equals < 0 || equals > colon ? colon : equals);
        var value = equals < 0 || equals > colon ? "" : text.substring(equals + 1, colon);
        var wrong = NodeLabels.syntaxProblems(key, value);
        wrong.forEach(problem -> problems.add(placed.path(), problem));
        return wrong.isEmpty() ? Optional.of(new Taint(key, value, effect)) : Optional.empty();
    }

    /** Reads {@code cpus} and {@code memory}. */
    Resources resources(Fields node) {
        var cpus = quantity(node, "cpus", LEAST_CPUS).map(Quantity::thousandths).orElse(0L);
        var memory = quantity(node, "memory", LEAST_MEMORY).map(Quantity::whole).orElse(0L);
        return new Resources(cpus, memory);
    }

    private Optional<Quantity> quantity(Fields node, String field, Quantity least) {
        return node.quantity(field)
                .flatMap(text -> problems.valid(node.path(field), () -> Quantity.parse(text)))
                .filter(quantity -> {
                    if (quantity.compareTo(least) < 0) {
                        problems.add(node.path(field), "%s is less than %s".formatted(quantity, least));
                    }
                    return quantity.compareTo(least) >= 0;
                });
    }

    /** Reads {@code environment}. */
    Map<String, String> environment(Fields variables) {
        var environment = new LinkedHashMap<String, String>();
        for (var name : variables.names()) {
            if (!VARIABLE.matcher(name).matches()) {
                problems.add(variables.path(name), "is not the name of a variable");
            } else if (OWN_VARIABLES.contains(name)) {
                problems.add(variables.path(name), "is set by minik");
            }
            environment.put(name, variables.text(name).orElse(""));
        }
        return environment;
    }

    /** Reads {@code files}. */
    List<NodeFile> files(Fields node) {
        var files = new ArrayList<NodeFile>();
        var places = new HashMap<String, String>();
        for (var fields : node.mappings("files")) {
            file(fields).ifPresent(file -> {
                var other = places.putIfAbsent(file.path(), fields.path());
                if (other != null) {
                    problems.add(fields.path("path"), "%s is made by %s".formatted(Values.quote(file.path()), other));
                }
                files.add(file);
            });
        }
        return files;
    }

    private Optional<NodeFile> file(Fields fields) {
        var path = fields.required("path", "it must be an absolute path of the node")
                .flatMap(text -> path(fields.path("path"), text));
        var content = fields.block("content");
        var named = !fields.isAbsent("hostPath");
        var fromHost = fields.text("hostPath").flatMap(name -> new HostFiles(in).read(fields.path("hostPath"), name));
        if (content.isPresent() == named) {
            problems.add(fields.path(), "needs either content or hostPath");
        }
        var mode = fields.text("mode").flatMap(text -> mode(fields.path("mode"), text));
        fields.end();
        return path.flatMap(
                place -> content.or(() -> fromHost).map(text -> new NodeFile(place, mode.orElse(DEFAULT_MODE), text)));
    }

    private Optional<String> path(String field, String text) {
        var normal = MountReader.normalize(text);
        if (!text.startsWith("/") || normal.equals("/")) {
            problems.add(field, "%s is not an absolute path of a file".formatted(Values.quote(text)));
        } else if (MADE_ANEW.matcher(normal).matches()) {
            problems.add(
                    field,
                    "%s is made anew when the node starts; choose another place".formatted(Values.quote(normal)));
        } else {
            return Optional.of(normal);
        }
        return Optional.empty();
    }

    private Optional<Integer> mode(String field, String text) {
        if (MODE.matcher(text).matches()) {
            return Optional.of(Integer.parseInt(text, 8));
        }
        problems.add(field, "%s is not a mode, such as '0644'".formatted(Values.quote(text)));
        return Optional.empty();
    }
}
