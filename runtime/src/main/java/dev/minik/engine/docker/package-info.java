/**
 * The engine port, spoken to Docker's API (Docker Engine, and Podman's compatible socket) through docker-java. The only
 * package that touches docker-java.
 *
 * <p>The transport is our own, behind docker-java's {@link com.github.dockerjava.transport.DockerHttpClient}: the ones that
 * come with docker-java cannot close one direction of a connection, so a command whose input is sent never sees its end, and
 * they cost a third of a second of class loading before the first request.
 */
@NullMarked
package dev.minik.engine.docker;

import org.jspecify.annotations.NullMarked;
