package dev.minik.image.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A network of the engine with a name service. */
record Network(String name) implements AutoCloseable {
    static Network make(String... options) {
        var name = "minik-image-test-" + UUID.randomUUID().toString().substring(0, 8);
        var arguments = new ArrayList<>(List.of("network", "create", "--label", "dev.minik/test=image"));
        arguments.addAll(List.of(options));
        arguments.add(name);
        Tool.docker().run(arguments.toArray(String[]::new));
        return new Network(name);
    }

    @Override
    public void close() {
        Tool.docker().run("network", "rm", name);
    }
}
