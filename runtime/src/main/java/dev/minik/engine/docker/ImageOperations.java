package dev.minik.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.LoadResponseItem;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import dev.minik.engine.ImageInfo;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the engine does with images. */
final class ImageOperations {
    private final DockerConnection engine;

    ImageOperations(DockerConnection engine) {
        this.engine = engine;
    }

    Optional<ImageInfo> find(String reference) {
        try {
            var image = Failures.translated(() -> engine.json().get("/images/" + reference + "/json"));
            return Optional.of(info(image));
        } catch (EngineException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static ImageInfo info(JsonNode image) {
        var config = image.path("Config");
        return new ImageInfo(
                image.path("Id").asText(),
                Json.texts(image.path("RepoTags")),
                Json.textMap(config.path("Labels")),
                Json.texts(config.path("Env")),
                image.path("Size").asLong(),
                platform(image),
                Json.texts(image.path("RootFS").path("Layers")),
                directories(image.path("GraphDriver").path("Data")));
    }

    /** Overlay file systems name the highest first. */
    private static List<String> directories(JsonNode overlay) {
        var upper = overlay.path("UpperDir").asText();
        var lower = overlay.path("LowerDir").asText();
        var directories = new ArrayList<String>();
        Stream.of(upper + (lower.isEmpty() ? "" : ":" + lower))
                .flatMap(all -> Stream.of(all.split(":", -1)))
                .filter(directory -> directory.startsWith("/"))
                .forEach(directory -> directories.add(0, directory));
        return directories;
    }

    private static String platform(JsonNode image) {
        var system = image.path("Os").asText();
        var architecture = image.path("Architecture").asText();
        return system.isEmpty() || architecture.isEmpty() ? "" : system + "/" + architecture;
    }

    void pull(String reference, Consumer<String> status) {
        var name = ImageName.parse(reference);
        var failure = new AtomicReference<@Nullable String>();
        var call = new StreamCall<PullResponseItem>(item -> {
            failed(item).ifPresent(failure::set);
            statusLine(item).ifPresent(status);
        });
        try (call) {
            Failures.translated(() -> engine.client()
                    .pullImageCmd(name.repository())
                    .withTag(name.version())
                    .exec(call));
            call.awaitEnd();
        }
        var message = failure.get();
        if (message != null) {
            throw pullFailure(message);
        }
    }

    /** Registries' words for "no such image" come inside an answer that began well, without a status of their own. */
    private static EngineException pullFailure(String message) {
        var text = message.toLowerCase(Locale.ROOT);
        boolean missing = text.contains("manifest unknown") || text.contains("not found");
        return missing ? new EngineException(Kind.NOT_FOUND, message, null) : Failures.reported(message);
    }

    private static Optional<String> statusLine(ResponseItem item) {
        if (item.getStatus() == null) {
            return Optional.empty();
        }
        var id = item.getId() == null ? "" : item.getId() + ": ";
        var progress = item.getProgressDetail();
        boolean known = progress != null && progress.getCurrent() != null && progress.getTotal() != null;
        return Optional.of(
                id + item.getStatus() + (known ? " %d/%d".formatted(progress.getCurrent(), progress.getTotal()) : ""));
    }

    @SuppressWarnings("deprecation") // older engines send nothing but the deprecated field
    private static Optional<String> failed(ResponseItem item) {
        if (item.getErrorDetail() != null && item.getErrorDetail().getMessage() != null) {
            return Optional.of(item.getErrorDetail().getMessage());
        }
        return Optional.ofNullable(item.getError());
    }

    List<String> load(InputStream archive) {
        var loaded = new CopyOnWriteArrayList<String>();
        var failure = new AtomicReference<@Nullable String>();
        var call = new StreamCall<LoadResponseItem>(item -> {
            failed(item).ifPresent(failure::set);
            loaded.addAll(loadedNames(item.getStream()));
        });
        try (call) {
            Failures.translated(() -> engine.client().loadImageAsyncCmd(archive).exec(call));
            call.awaitEnd();
        }
        var message = failure.get();
        if (message != null) {
            throw Failures.reported(message);
        }
        return List.copyOf(loaded);
    }

    /** Reads {@code Loaded image: name} and {@code Loaded image ID: sha256:…}; Podman lists several names with commas. */
    private static List<String> loadedNames(@Nullable String line) {
        if (line == null || !line.startsWith("Loaded image") || !line.contains(": ")) {
            return List.of();
        }
        return List.of(line.substring(line.indexOf(": ") + 2).strip().split(", *"));
    }

    InputStream save(List<String> references) {
        var query = new ArrayList<String>();
        for (var reference : references) {
            query.add("names");
            query.add(reference);
        }
        return Failures.translated(() -> engine.json().stream("/images/get", query.toArray(String[]::new)));
    }

    void tag(String reference, String newReference) {
        var name = ImageName.parse(newReference);
        Failures.translated(() -> engine.client()
                .tagImageCmd(reference, name.repository(), name.version())
                .exec());
    }

    void commit(String container, String reference) {
        var name = ImageName.parse(reference);
        Failures.translated(() -> engine.client()
                .commitCmd(container)
                .withRepository(name.repository())
                .withTag(name.version())
                .exec());
    }

    void remove(String reference) {
        Failures.tolerant(() -> engine.client().removeImageCmd(reference).exec());
    }
}
