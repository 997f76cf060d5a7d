package dev.minik.engine.install;

import java.util.ArrayList;
import java.util.List;

/**
 * What apt says an installation would do.
 *
 * @param installs the packages it would add, with their versions
 * @param upgrades the packages it would replace, with both versions
 * @param removals the packages it would remove
 */
record AptSimulation(List<String> installs, List<String> upgrades, List<String> removals) {
    AptSimulation {
        installs = List.copyOf(installs);
        upgrades = List.copyOf(upgrades);
        removals = List.copyOf(removals);
    }

    /** Reads the {@code Inst} and {@code Remv} lines of {@code apt-get --simulate}. */
    static AptSimulation parse(String output) {
        var installs = new ArrayList<String>();
        var upgrades = new ArrayList<String>();
        var removals = new ArrayList<String>();
        for (var line : output.lines().toList()) {
            var words = line.split("\\s+", -1);
            if (line.startsWith("Remv ")) {
                removals.add(words[1]);
            } else if (line.startsWith("Inst ") && words.length > 2) {
                boolean replaces = words[2].startsWith("[");
                if (replaces && words.length > 3) {
                    upgrades.add("%s %s to %s".formatted(words[1], bare(words[2]), bare(words[3])));
                } else {
                    installs.add(words[1] + " " + bare(words[2]));
                }
            }
        }
        return new AptSimulation(installs, upgrades, removals);
    }

    private static String bare(String version) {
        return version.replaceAll("[\\[\\]()]", "");
    }

    /** Returns it in lines for people. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        installs.forEach(one -> lines.add("install " + one));
        upgrades.forEach(one -> lines.add("upgrade " + one));
        removals.forEach(one -> lines.add("remove " + one));
        return lines;
    }
}
