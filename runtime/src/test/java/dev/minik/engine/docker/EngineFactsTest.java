package dev.minik.engine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.EngineEndpoint;
import dev.minik.engine.EngineInfo;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.RemoteHost;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class EngineFactsTest {
    @TempDir
    private Path directory;

    private EngineInfo facts(String info) throws IOException {
        var host = new HostEnvironment(Map.of(), directory, "6.12.0", "here");
        try (var stub = new StubEngine(
                        Files.createTempDirectory(directory, "e"), StubEngine.PING, json(info), json("{}"));
                var engine = DockerEngine.connect(stub.endpoint(), host, Duration.ofSeconds(20))) {
            return engine.info();
        }
    }

    private static StubEngine.Answer json(String body) {
        return StubEngine.text("HTTP/1.1 200 OK\r\n\r\n" + body);
    }

    @ParameterizedTest
    @CsvSource({
        "6.12.0, here, true",
        "6.12.0, '', true",
        "6.12.0, elsewhere, false", // a forwarded socket, or minik in a container that the host's socket is mounted
        // into
        "6.10.14-linuxkit, here, false" // a virtual machine
    })
    void anEngineIsLocalByKernelAndName(String kernel, String name, boolean local) throws IOException {
        var facts = facts("{\"KernelVersion\": \"%s\", \"Name\": \"%s\"}".formatted(kernel, name));

        assertEquals(local, facts.local());
        assertEquals(Optional.empty(), facts.remote());
    }

    /** The answers of Docker 26.1 on hosts with cgroup v1 and v2. */
    @Test
    void aRootlessEngineTellsWhatItMayLimit() throws IOException {
        var none = facts("""
                {"CgroupDriver": "none", "CgroupVersion": "1", "MemoryLimit": true, "PidsLimit": true, "CPUShares": true,
                 "SecurityOptions": ["name=seccomp,profile=builtin", "name=rootless"]}""");
        assertTrue(none.rootless());
        assertEquals(1, none.cgroupVersion());
        assertEquals(Set.of(), none.controllers());

        var some = facts("""
                {"CgroupDriver": "systemd", "CgroupVersion": "2", "MemoryLimit": true, "PidsLimit": true, "CPUShares": false,
                 "SecurityOptions": ["name=seccomp,profile=builtin", "name=rootless", "name=cgroupns"]}""");
        assertTrue(some.rootless());
        assertEquals(2, some.cgroupVersion());
        assertEquals(Set.of("memory", "pids"), some.controllers());

        assertFalse(facts("{\"SecurityOptions\": [\"name=seccomp,profile=builtin\"]}")
                .rootless());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:2375", "tcp://127.8.9.10:1", "tcp://[::1]:2375", "tcp://localhost:2375"})
    void addressesOfThisHostAreHere(String url) {
        var address = address(url, Optional.empty());

        assertTrue(address.isHere());
        assertEquals(Optional.empty(), address.remote());
    }

    /** Addresses that are kept for documentation: https://www.rfc-editor.org/rfc/rfc5737 */
    @Test
    void otherAddressesAreRemote() {
        var plain = address("tcp://192.0.2.7:2375", Optional.empty());
        var secure = address("tcp://[2001:db8::7]:2376", Optional.of(directory));

        assertFalse(plain.isHere());
        assertEquals(Optional.of(new RemoteHost("192.0.2.7", false)), plain.remote());
        assertEquals(Optional.of(new RemoteHost("2001:db8::7", true)), secure.remote());
    }

    /** What comes out of a pipe is a virtual machine, whose ports are this host's. */
    @Test
    void aPipeIsNeither() {
        var pipe = address("npipe:////./pipe/docker_engine", Optional.empty());

        assertFalse(pipe.isHere());
        assertEquals(Optional.empty(), pipe.remote());
    }

    private static EngineAddress address(String url, Optional<Path> certificates) {
        return new EngineAddress(new EngineEndpoint(URI.create(url), certificates));
    }
}
