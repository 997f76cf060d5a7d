package dev.minik.image.go;

import dev.minik.image.cache.Inputs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Programs to compile together: a module of our own that requires others and is thrown away afterwards.
 *
 * @param name what it is, for people and as the name of its cache entry
 * @param require the modules it needs in at least these versions
 * @param pinned modules that are used in exactly the given version, whatever others ask for
 * @param emptied modules that some {@code go.mod} names though nothing of them is compiled: never fetched
 * @param sources files of the module itself, by path: a main package that no module provides
 * @param packages packages to build, by name of the program that each becomes
 * @param variables string variables to set in the programs, by their full name
 * @param cgo whether C is compiled and linked in (statically, so that the host's C library does not matter)
 * @param tags build tags
 * @param expected how long it takes on two processors from nothing
 */
public record GoBuild(
        String name,
        List<GoModule> require,
        List<GoModule> pinned,
        List<String> emptied,
        Map<String, String> sources,
        Map<String, String> packages,
        Map<String, String> variables,
        boolean cgo,
        List<String> tags,
        Duration expected) {
    private static final int RECIPE = 1;

    /** Copies the collections. */
    public GoBuild {
        require = List.copyOf(require);
        pinned = List.copyOf(pinned);
        emptied = List.copyOf(emptied);
        sources = Map.copyOf(sources);
        packages = Map.copyOf(packages);
        variables = Map.copyOf(variables);
        tags = List.copyOf(tags);
    }

    /** Returns a plain build of packages of one module. */
    public static GoBuild of(String name, Duration expected, GoModule module, Map<String, String> packages) {
        return new GoBuild(
                name, List.of(module), List.of(), List.of(), Map.of(), packages, Map.of(), false, List.of(), expected);
    }

    /** Returns this build with further modules required. */
    public GoBuild requiring(List<GoModule> more) {
        var all = new java.util.ArrayList<>(require);
        all.addAll(more);
        return new GoBuild(name, all, pinned, emptied, sources, packages, variables, cgo, tags, expected);
    }

    /** Returns this build with a source file of its own. */
    public GoBuild withSource(String path, String text) {
        var all = new TreeMap<>(sources);
        all.put(path, text);
        return new GoBuild(name, require, pinned, emptied, all, packages, variables, cgo, tags, expected);
    }

    /** Returns this build with a string variable set in its programs. */
    public GoBuild withVariable(String variable, String value) {
        var all = new TreeMap<>(variables);
        all.put(variable, value);
        return new GoBuild(name, require, pinned, emptied, sources, packages, all, cgo, tags, expected);
    }

    /** Returns this build with build tags. */
    public GoBuild withTags(String... all) {
        return new GoBuild(name, require, pinned, emptied, sources, packages, variables, cgo, List.of(all), expected);
    }

    /** Returns this build with C compiled and linked in. */
    public GoBuild withCgo() {
        return new GoBuild(name, require, pinned, emptied, sources, packages, variables, true, tags, expected);
    }

    /** Returns the module's {@code go.mod}, requirements in order of their paths. */
    public String goMod(String goVersion) {
        var required = new TreeMap<String, String>();
        pinned.forEach(module -> required.put(module.path(), module.version()));
        require.forEach(module -> required.put(module.path(), module.version()));
        var text =
                new StringBuilder("module nodeimage\n\ngo ").append(goVersion).append("\n\nrequire (\n");
        required.forEach((path, version) -> text.append("\t%s %s\n".formatted(path, version)));
        text.append(")\n");
        if (!pinned.isEmpty() || !emptied.isEmpty()) {
            text.append("\nreplace (\n");
            for (var module : pinned) {
                text.append("\t%s => %s %s\n".formatted(module.path(), module.path(), module.version()));
            }
            for (var path : emptied) {
                text.append("\t%s => ./%s\n".formatted(path, emptyDirectory(path)));
            }
            text.append(")\n");
        }
        return text.toString();
    }

    /** Returns the files of the module, by path: its sources, and what stands in for the modules that are left out. */
    Map<String, String> files(String goVersion) {
        var files = new TreeMap<>(sources);
        files.put("go.mod", goMod(goVersion));
        for (var path : emptied) {
            files.put(emptyDirectory(path) + "/go.mod", "module " + path + "\n");
        }
        return files;
    }

    private static String emptyDirectory(String path) {
        return "emptied/" + path;
    }

    /** Returns the linker's flags: no symbol table, no debugging data, the variables. */
    public String linkerFlags() {
        var flags = new StringBuilder("-s -w");
        new TreeMap<>(variables).forEach((variable, value) -> flags.append(" -X %s=%s".formatted(variable, value)));
        if (cgo) {
            flags.append(" -extldflags=-static");
        }
        return flags.toString();
    }

    /** Returns everything that decides what the programs are. */
    public Inputs inputs(String goVersion, String architecture) {
        var inputs = Inputs.ofRecipe(RECIPE)
                .with("go.mod", goMod(goVersion))
                .with("linker", linkerFlags())
                .with("architecture", architecture)
                .with("tags", tags)
                .with("cgo", Boolean.toString(cgo));
        for (var source : new TreeMap<>(sources).entrySet()) {
            inputs = inputs.with("source " + source.getKey(), source.getValue());
        }
        for (var program : new TreeMap<>(packages).entrySet()) {
            inputs = inputs.with("program " + program.getKey(), program.getValue());
        }
        return inputs;
    }
}
