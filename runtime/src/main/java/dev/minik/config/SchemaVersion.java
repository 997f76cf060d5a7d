package dev.minik.config;

import dev.minik.model.IpFamily;
import java.util.Arrays;
import java.util.Optional;

/**
 * The versions of the config file that can be read. They share their fields; what differs is the address of a published port
 * when the file names none.
 */
enum SchemaVersion {
    /** Our own: nothing is published beyond this host unless the file says so. */
    MINIK("minik.dev/v1alpha1", "127.0.0.1", "::1"),
    /**
     * kind's, with kind's meaning: a published port is open on all addresses.
     *
     * @see <a href="https://kind.sigs.k8s.io/docs/user/configuration/#extra-port-mappings">kind's configuration</a>
     */
    KIND("kind.x-k8s.io/v1alpha4", "0.0.0.0", "::");

    private final String apiVersion;
    private final String listenAddress;
    private final String listenAddressV6;

    SchemaVersion(String apiVersion, String listenAddress, String listenAddressV6) {
        this.apiVersion = apiVersion;
        this.listenAddress = listenAddress;
        this.listenAddressV6 = listenAddressV6;
    }

    static Optional<SchemaVersion> of(String apiVersion) {
        return Arrays.stream(values())
                .filter(schema -> schema.apiVersion.equals(apiVersion))
                .findFirst();
    }

    String apiVersion() {
        return apiVersion;
    }

    /** Returns the host address of a port mapping that names none. */
    String listenAddress(IpFamily family) {
        return family == IpFamily.IPV6 ? listenAddressV6 : listenAddress;
    }
}
