package dev.minik.cli.real;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

/** Asks a DNS server at a port of this host for the address of the API's service. */
final class DnsQuestion {
    private static final int MILLIS = 2_000;
    private static final String NAME = "kubernetes.default.svc.cluster.local";

    private DnsQuestion() {}

    /** Asks by UDP; empty when no answer comes. */
    static Optional<String> udp(String host, int port) {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(MILLIS);
            var question = question();
            socket.send(new DatagramPacket(question, question.length, new InetSocketAddress(host, port)));
            var answer = new DatagramPacket(new byte[512], 512);
            socket.receive(answer);
            return Optional.of(address(answer.getData(), answer.getLength()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Asks by TCP; empty when nobody is there. */
    static Optional<String> tcp(String host, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), MILLIS);
            socket.setSoTimeout(MILLIS);
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(question().length);
            out.write(question());
            var in = new DataInputStream(socket.getInputStream());
            var answer = in.readNBytes(in.readUnsignedShort());
            return Optional.of(address(answer, answer.length));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** One question for an address, by RFC 1035. */
    private static byte[] question() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeShort(0x1234);
        out.writeShort(0x0100); // with recursion
        out.writeShort(1);
        out.writeShort(0);
        out.writeInt(0);
        for (String label : NAME.split("\\.", -1)) {
            out.writeByte(label.length());
            out.writeBytes(label);
        }
        out.writeByte(0);
        out.writeShort(1);
        out.writeShort(1);
        return bytes.toByteArray();
    }

    /** The only answer's address is at the end. */
    private static String address(byte[] answer, int length) throws IOException {
        var last = new byte[] {answer[length - 4], answer[length - 3], answer[length - 2], answer[length - 1]};
        return InetAddress.getByAddress(last).getHostAddress();
    }
}
