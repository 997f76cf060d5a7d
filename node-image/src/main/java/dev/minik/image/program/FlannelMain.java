package dev.minik.image.program;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Flannel's main package, of which only the imports of back ends are changed. */
final class FlannelMain {
    private static final Pattern BACKEND =
            Pattern.compile("\\s*_ \"github\\.com/flannel-io/flannel/pkg/backend/([a-z]+)\"\\s*");
    private static final List<String> KEPT = List.of("vxlan", "hostgw");

    private FlannelMain() {}

    /** Returns the text without the imports of back ends that are not kept. */
    static String trim(String main) {
        var found = main.lines()
                .map(BACKEND::matcher)
                .filter(line -> line.matches())
                .map(line -> line.group(1))
                .toList();
        if (!found.containsAll(KEPT)) {
            throw new IllegalStateException("flannel's main package imports the back ends %s".formatted(found));
        }
        return main.lines().filter(FlannelMain::isKept).collect(Collectors.joining("\n", "", "\n"));
    }

    private static boolean isKept(String line) {
        var backend = BACKEND.matcher(line);
        return !backend.matches() || KEPT.contains(backend.group(1));
    }
}
