package dev.minik.cli.real;

import dev.minik.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an engine holds of a cluster, asked behind minik's back. */
record EngineState(Engine engine) {
    /** Returns the names of all containers, networks and volumes whose name speaks of a cluster, labelled or not. */
    List<String> remains(String cluster) {
        var names = new ArrayList<String>();
        engine.listContainers(Map.of()).forEach(container -> names.add("container " + container.name()));
        engine.listNetworks(Map.of()).forEach(network -> names.add("network " + network.name()));
        engine.listVolumes(Map.of()).forEach(volume -> names.add("volume " + volume.name()));
        return names.stream().filter(name -> name.contains(cluster)).toList();
    }
}
