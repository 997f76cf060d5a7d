package dev.minik.cli;

import dev.minik.cluster.registry.Registries;
import dev.minik.config.RegistryConfig;
import dev.minik.model.ClusterName;
import dev.minik.model.RegistryName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Registries in memory. */
@NullMarked
final class FakeRegistries implements Registries {
    final List<RegistrySummary> all = new ArrayList<>();
    final List<Wanted> wanted = new ArrayList<>();
    final List<DeleteOptions> deletions = new ArrayList<>();

    @Override
    public Created create(Wanted one) {
        wanted.add(one);
        var known = all.stream()
                .filter(other -> other.name().equals(one.name().value()))
                .findFirst();
        if (known.isPresent()) {
            return new Created(known.get(), false);
        }
        var summary = new RegistrySummary(
                one.name().value(),
                "running",
                "localhost:" + one.port().orElse(5001),
                one.name().container() + ":5000",
                one.upstream().map(Upstream::url).orElse(""),
                one.clusters().stream().map(ClusterName::value).toList(),
                one.image().orElse("localhost/minik-registry:v3.1.2"));
        all.add(summary);
        return new Created(summary, true);
    }

    @Override
    public boolean delete(RegistryName name, DeleteOptions options) {
        deletions.add(options);
        return all.removeIf(one -> one.name().equals(name.value()));
    }

    @Override
    public List<RegistrySummary> list() {
        return List.copyOf(all);
    }

    @Override
    public boolean setRegistries(ClusterName cluster, List<RegistryConfig> registries, List<RegistryName> local) {
        throw new UnsupportedOperationException("no command calls it");
    }
}
