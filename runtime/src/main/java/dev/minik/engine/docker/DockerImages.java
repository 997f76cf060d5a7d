package dev.minik.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LoadImageCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import dev.minik.engine.EngineException;
import dev.minik.engine.ImageInfo;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Images of a Docker engine. */
final class DockerImages {
    private final DockerClient client;

    DockerImages(DockerClient client) {
        this.client = client;
    }

    Optional<ImageInfo> find(String reference) {
        return Translation.of(() -> {
            try {
                var image = client.inspectImageCmd(reference).exec();
                var config = image.getConfig();
                return Optional.of(new ImageInfo(
                        String.valueOf(image.getId()),
                        image.getRepoTags() == null ? List.of() : image.getRepoTags(),
                        config == null || config.getLabels() == null ? Map.of() : config.getLabels(),
                        config == null || config.getEnv() == null ? List.of() : Arrays.asList(config.getEnv()),
                        image.getSize() == null ? 0 : image.getSize()));
            } catch (NotFoundException e) {
                return Optional.<ImageInfo>empty();
            }
        });
    }

    void pull(String reference, Consumer<String> status) {
        Translation.of(() -> {
            var callback = new ResultCallback.Adapter<PullResponseItem>() {
                @Override
                public void onNext(PullResponseItem item) {
                    if (item.getStatus() != null) {
                        status.accept(item.getStatus());
                    }
                    fail(item);
                }
            };
            return await(client.pullImageCmd(reference).exec(callback));
        });
    }

    List<String> load(InputStream archive) {
        return Translation.of(() -> {
            var said = new ArrayList<String>();
            var callback = new LoadImageCallback() {
                @Override
                public void onNext(com.github.dockerjava.api.model.LoadResponseItem item) {
                    if (item.getStream() != null) {
                        said.add(item.getStream().strip());
                    }
                    fail(item);
                }
            };
            await(client.loadImageAsyncCmd(archive).exec(callback));
            return said.stream()
                    .filter(line -> line.startsWith("Loaded image"))
                    .map(line -> line.substring(line.indexOf(": ") + 2))
                    .toList();
        });
    }

    InputStream save(List<String> references) {
        return Translation.of(() -> {
            var command = client.saveImagesCmd();
            for (String reference : references) {
                var colon = reference.lastIndexOf(':');
                command.withImage(reference.substring(0, colon), reference.substring(colon + 1));
            }
            return command.exec();
        });
    }

    void tag(String reference, String newReference) {
        Translation.of(() -> {
            var colon = newReference.lastIndexOf(':');
            return client.tagImageCmd(reference, newReference.substring(0, colon), newReference.substring(colon + 1))
                    .exec();
        });
    }

    void remove(String reference) {
        Translation.unlessMissing(() -> client.removeImageCmd(reference).exec());
    }

    private static void fail(ResponseItem item) {
        var error = item.getErrorDetail();
        if (error != null) {
            var message = String.valueOf(error.getMessage());
            var kind = message.contains("no space left") ? EngineException.Kind.NO_SPACE : EngineException.Kind.OTHER;
            throw new EngineException(kind, message, null);
        }
    }

    static <C extends ResultCallback.Adapter<?>> C await(C callback) {
        try {
            callback.awaitCompletion();
            return callback;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(EngineException.Kind.OTHER, "interrupted", e);
        }
    }
}
