package dev.minik.engine.docker;

import dev.minik.engine.EngineEndpoint;
import dev.minik.engine.RemoteHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Optional;

/** Where an endpoint lies, seen from here. */
record EngineAddress(EngineEndpoint endpoint) {
    /** Returns whether it is a socket or an address of this host's own; what answers there may have been forwarded all the same. */
    boolean isHere() {
        return "unix".equals(endpoint.uri().getScheme()) || (host().isPresent() && remote().isEmpty());
    }

    /** Returns the other host that it is on; empty for sockets, pipes and addresses of this host. */
    Optional<RemoteHost> remote() {
        return host().filter(name -> !isOwn(name))
                .map(name -> new RemoteHost(name, endpoint.certificates().isPresent()));
    }

    private Optional<String> host() {
        return Optional.ofNullable(endpoint.uri().getHost())
                .filter(name -> endpoint.uri().getScheme().equals("tcp"))
                .map(name -> name.replaceAll("[\\[\\]]", ""));
    }

    private static boolean isOwn(String host) {
        try {
            var address = InetAddress.getByName(host);
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false; // the name is not known here any more, or interfaces cannot be listed
        }
    }
}
