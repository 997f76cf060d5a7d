package dev.minik.engine;

import java.util.Map;

/** A volume that the engine has. */
public record VolumeInfo(String name, Map<String, String> labels) {
    /** Copies the labels. */
    public VolumeInfo {
        labels = Map.copyOf(labels);
    }
}
