package dev.minik.engine.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A connection by a Unix domain socket. The streams are not the ones of {@link java.nio.channels.Channels}, which before JDK
 * 19 lock each other out (<a href="https://bugs.openjdk.org/browse/JDK-8279339">JDK-8279339</a>).
 */
final class UnixWire implements Wire {
    private final SocketChannel channel;

    private UnixWire(SocketChannel channel) {
        this.channel = channel;
    }

    static UnixWire of(SocketChannel connected) {
        return new UnixWire(connected);
    }

    static UnixWire dial(Path socket) throws IOException {
        return new UnixWire(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    @Override
    public InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return length == 0 ? 0 : channel.read(ByteBuffer.wrap(bytes, offset, length));
            }
        };
    }

    @Override
    public OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                var buffer = ByteBuffer.wrap(bytes, offset, length);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
        };
    }

    @Override
    public void closeOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
