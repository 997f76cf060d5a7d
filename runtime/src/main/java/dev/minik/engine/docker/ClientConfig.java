package dev.minik.engine.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerConfigFile;
import com.github.dockerjava.core.NameParser;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.core.SSLConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What docker-java asks of its configuration. Its own implementation reads property files, the environment and the registry
 * credentials whenever a client is made; here the credentials are read when an image is pulled, and nothing else ever.
 *
 * @param uri where the engine listens
 * @param version the version of the API to speak
 * @param dockerConfig the directory of Docker's client configuration
 * @param mapper how JSON is read and written
 */
record ClientConfig(URI uri, RemoteApiVersion version, Path dockerConfig, ObjectMapper mapper)
        implements DockerClientConfig {
    @Override
    public URI getDockerHost() {
        return uri;
    }

    @Override
    public RemoteApiVersion getApiVersion() {
        return version;
    }

    @Override
    public ObjectMapper getObjectMapper() {
        return mapper;
    }

    @Override
    public @Nullable AuthConfig effectiveAuthConfig(String imageName) {
        var repository = NameParser.parseRepositoryTag(imageName).repos;
        return configFile().resolveAuthConfig(NameParser.resolveRepositoryName(repository).hostname);
    }

    @Override
    public AuthConfigurations getAuthConfigurations() {
        return configFile().getAuthConfigurations();
    }

    private DockerConfigFile configFile() {
        try {
            return DockerConfigFile.loadConfig(mapper, dockerConfig.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable String getRegistryUsername() {
        return null;
    }

    @Override
    public @Nullable String getRegistryPassword() {
        return null;
    }

    @Override
    public @Nullable String getRegistryEmail() {
        return null;
    }

    @Override
    public @Nullable String getRegistryUrl() {
        return null;
    }

    @Override
    @SuppressWarnings("deprecation") // the interface's own type; never used, as the transport is ours
    public @Nullable SSLConfig getSSLConfig() {
        return null;
    }
}
