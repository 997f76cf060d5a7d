package dev.minik.cli.real;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another host, as far as the network tells: a network namespace at the other end of a cable. */
final class OtherHost implements AutoCloseable {
    /** The address of the other host, private as some hosts send all others through a proxy. */
    static final String ADDRESS = "10.231.77.2";

    private static final String OWN_ADDRESS = "10.231.77.1";
    private static final long SOON_SECONDS = 10;

    private final String name = "minik-test-" + ProcessHandle.current().pid();
    private final String plug = "mk" + ProcessHandle.current().pid();

    private OtherHost() {}

    /** Makes it. Skips the test where that cannot be. */
    static OtherHost make() {
        var host = new OtherHost();
        assumeTrue(ip("netns", "add", host.name), "this host makes no network namespaces");
        try {
            host.connect();
            return host;
        } catch (AssertionError e) {
            host.close();
            throw e;
        }
    }

    private void connect() {
        var far = plug + "b";
        must("link", "add", plug, "type", "veth", "peer", "name", far, "netns", name);
        must("address", "add", OWN_ADDRESS + "/30", "dev", plug);
        must("link", "set", plug, "up");
        must("-n", name, "address", "add", ADDRESS + "/30", "dev", far);
        must("-n", name, "link", "set", far, "up");
        must("-n", name, "link", "set", "lo", "up");
        must("-n", name, "route", "add", "default", "via", OWN_ADDRESS);
    }

    /** Returns how a command begins that runs there. (ip netns exec would hide the control groups from it.) */
    List<String> inside() {
        return List.of("nsenter", "--net=/run/netns/" + name);
    }

    /** Takes the other host away, and the cable with it. */
    @Override
    public void close() {
        ip("link", "delete", plug); // it may never have been made
        must("netns", "delete", name);
    }

    private static void must(String... arguments) {
        if (!ip(arguments)) {
            throw new AssertionError("ip " + String.join(" ", arguments) + " failed");
        }
    }

    private static boolean ip(String... arguments) {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command).inheritIO().start();
            return process.waitFor(SOON_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
