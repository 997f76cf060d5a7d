package dev.minik.engine;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A container engine. Every method is one or few round trips and may be called from several threads. Failures are
 * {@link EngineException}s, which tell the kinds of failure apart that callers act on.
 *
 * <p>Names and ids are interchangeable wherever a container, network, volume or image is named. Where things are looked up by labels, a
 * label with an empty value stands for any value.
 */
public interface Engine extends AutoCloseable {

    /** Returns what the engine says of itself and its host. */
    EngineInfo info();

    /** Looks an image up by name, digest or id. */
    Optional<ImageInfo> findImage(String reference);

    /** Pulls an image by name or digest, telling each status line of the engine to {@code status}. */
    void pullImage(String reference, Consumer<String> status);

    /** Loads an image archive, as {@code docker load} does, and returns the names and ids that the engine reports. */
    List<String> loadImage(InputStream archive);

    /** Writes images as an archive, as {@code docker save} does; the caller closes the stream. */
    InputStream saveImages(List<String> references);

    /** Gives an image a further name. */
    void tagImage(String reference, String newReference);

    /** Removes an image's name, and the image with its last name; nothing happens when it is not there. */
    void removeImage(String reference);

    /** Creates a network. Fails with {@link EngineException.Kind#CONFLICT} when its subnet is in use. */
    void createNetwork(NetworkSpec spec);

    /** Returns the networks that carry all of {@code labels}; all networks for an empty map. */
    List<NetworkInfo> listNetworks(Map<String, String> labels);

    /** Removes a network by name or id; nothing happens when it is not there. */
    void removeNetwork(String network);

    /**
     * Connects a container, running or not, to a further network, in which others find it by its name; nothing happens when it is
     * connected already.
     */
    void connectNetwork(String network, String container);

    /** Disconnects a container, running or not, from a network; nothing happens when it is not connected, or one of them is not there. */
    void disconnectNetwork(String network, String container);

    /** Returns the names of the networks that a container, running or not, is connected to. */
    Set<String> networksOf(String container);

    /** Creates a volume; an existing one of that name is kept as it is. */
    void createVolume(String name, Map<String, String> labels);

    /** Returns the volumes that carry all of {@code labels}. */
    List<VolumeInfo> listVolumes(Map<String, String> labels);

    /** Removes a volume; nothing happens when it is not there. */
    void removeVolume(String name);

    /**
     * Creates a container without starting it and returns its id. Fails with {@link EngineException.Kind#CONFLICT} when the
     * name is taken, with {@link EngineException.Kind#NOT_FOUND} when the image is missing.
     */
    String createContainer(ContainerSpec spec);

    /** Unpacks a tar archive into a directory of a container, running or not; not all engines make a directory that is missing. */
    void copyInto(String container, String directory, InputStream tar);

    /** Returns a file or directory of a container, running or not, as a tar archive; the caller closes the stream. */
    InputStream copyFrom(String container, String path);

    /**
     * Makes an image of a container that has not been started: what its image is, its labels, and the files that were copied into it
     * beside volumes. An image of that name loses it.
     */
    void commitContainer(String container, String reference);

    /** Starts a container. Fails with {@link EngineException.Kind#PORT_IN_USE} when a published port is taken. */
    void startContainer(String container);

    /** Stops a container by its stop signal, and kills it after {@code grace}. It does not come back until it is started. */
    void stopContainer(String container, Duration grace);

    /** Freezes all that runs in a container, which must run; nothing happens when it is frozen already. */
    void pauseContainer(String container);

    /** Lets a frozen container run on; nothing happens when it runs. */
    void unpauseContainer(String container);

    /**
     * Has the engine start a container again whenever it ends without having been stopped, and when the engine itself starts, until it is stopped by
     * {@link #stopContainer}, which takes this back. Podman, which has no daemon that could, and cannot change this of a container, does nothing.
     */
    void restartUnlessStopped(String container);

    /** Returns when a container was started last, by the clock of {@link #now}; empty where it never was. */
    Optional<Instant> startOf(String container);

    /** Returns the time of the engine's host, which is that of all its containers. */
    Instant now();

    /** Kills and removes a container with its anonymous volumes; nothing happens when it is not there. */
    void removeContainer(String container);

    /** Returns the containers, running or not, that carry all of {@code labels}. */
    List<ContainerInfo> listContainers(Map<String, String> labels);

    /** Looks a container up by name or id. */
    Optional<ContainerInfo> findContainer(String container);

    /**
     * Attaches to a container's output before or after its start and tells each line, without line ends and terminal escape
     * sequences, to {@code line} until the container ends (then {@code ended} is told) or the attachment is closed. Returns
     * once the attachment stands, so nothing printed afterwards is missed.
     */
    Attachment attach(String container, Consumer<String> line, Runnable ended);

    /** Runs a command in a running container and waits for its end. */
    ExecResult exec(String container, ExecSpec spec);

    /** Returns a container's recorded output, at most the last {@code lines} lines. */
    String logs(String container, int lines);

    @Override
    void close();

    /** A standing connection to a container's output. */
    interface Attachment extends AutoCloseable {
        @Override
        void close();
    }
}
