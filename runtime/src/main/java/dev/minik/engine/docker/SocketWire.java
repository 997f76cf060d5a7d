package dev.minik.engine.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A connection by a socket of the JDK's kind: TCP, plain or by TLS. */
final class SocketWire implements Wire {
    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;

    SocketWire(Socket connected) throws IOException {
        socket = connected;
        input = connected.getInputStream();
        output = connected.getOutputStream();
    }

    /** Connects by TCP without TLS. */
    static SocketWire plain(String host, int port, Duration patience) throws IOException {
        return new SocketWire(connect(host, port, patience));
    }

    /** Connects by TCP and TLS; the server's certificate must name {@code host}. */
    static SocketWire secure(String host, int port, Duration patience, SSLContext tls) throws IOException {
        var plain = connect(host, port, patience);
        try {
            var secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
            var parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            shakeHands(secure);
            return new SocketWire(secure);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /** A server that refuses a client's certificate may have gone while the client still speaks, who then never hears why. */
    private static void shakeHands(SSLSocket socket) throws IOException {
        try {
            socket.startHandshake();
        } catch (SocketException e) {
            throw TlsFailures.brokenOff(e);
        }
    }

    private static Socket connect(String host, int port, Duration patience) throws IOException {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(patience.toMillis()));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public void closeOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
