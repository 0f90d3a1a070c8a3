package io.posestream.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A WebSocket server as small as RFC 6455 allows: takes whole binary messages, and sends what a test tells it to on the
 * newest connection. A thread per connection.
 */
final class WebSocketPeer implements AutoCloseable {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final List<byte[]> messages = new CopyOnWriteArrayList<>();

    WebSocketPeer() throws IOException {
        start(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Paths asked for, one per connection. */
    List<String> paths() {
        return paths;
    }

    List<byte[]> messages() {
        return messages;
    }

    /** @param text at most 125 bytes */
    void say(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        byte[] frame = new byte[2 + bytes.length];
        frame[0] = (byte) 0x81; // final, text
        frame[1] = (byte) bytes.length; // up to 125
        System.arraycopy(bytes, 0, frame, 2, bytes.length);
        OutputStream out = connections.get(connections.size() - 1).getOutputStream();
        out.write(frame);
        out.flush();
    }

    /** Breaks the newest connection. */
    void hangUp() throws IOException {
        connections.get(connections.size() - 1).close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket connection = server.accept();
            start(() -> serve(connection));
        }
    }

    private void serve(Socket connection) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(connection.getInputStream()));
        List<String> request = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            request.add(line);
        }
        String key = request.stream()
                .filter(line -> line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18))
                .findAny()
                .orElseThrow()
                .substring(18)
                .strip();
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n";
        connections.add(connection);
        paths.add(request.get(0).split(" ", -1)[1]);
        connection.getOutputStream().write(answer.getBytes(US_ASCII));
        while (true) {
            messages.add(message(in));
        }
    }

    /** A message of one frame, whose mask is the client's (RFC 6455, 5.2). */
    private static byte[] message(DataInputStream in) throws IOException {
        in.readByte();
        long length = in.readByte() & 0x7F;
        length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        byte[] mask = in.readNBytes(4);
        byte[] bytes = in.readNBytes((int) length);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= mask[i % 4];
        }
        return bytes;
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static String accept(String key) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Talk {
        void run() throws IOException;
    }

    private static void start(Talk talk) {
        Thread thread = new Thread(() -> {
            try {
                talk.run();
            } catch (IOException e) {
                // closed by either side
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
