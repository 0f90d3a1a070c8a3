package io.posestream.ingest;

import io.netty.channel.Channel;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A WebSocket's messages, one by one while they are wanted. One that comes while none is wanted is kept, and then the
 * connection is read no further, so that its sender feels it; Vert.x's own {@code pause()} reads up to 16 more. The next
 * message is awaited in any case, because a connection that is not read does not tell that its other end is gone.
 *
 * <p>So it keeps one message, and the small ones that came with its last bytes; Vert.x may have put together another
 * one meanwhile. Event loop only.
 */
final class Inbox {
    private final Channel channel;
    /** Came while none was wanted. */
    private final Deque<Runnable> early = new ArrayDeque<>();

    private boolean wanted = true;
    private boolean handing;
    private boolean discarding;

    /** @param channel of the socket; Vert.x has no other way to say when a WebSocket is read */
    Inbox(ServerWebSocket socket, Channel channel, Handler<String> onText, Handler<Buffer> onBinary) {
        this.channel = channel;
        socket.textMessageHandler(text -> take(() -> onText.handle(text)));
        socket.binaryMessageHandler(bytes -> take(() -> onBinary.handle(bytes)));
    }

    private void take(Runnable message) {
        if (discarding) {
            return;
        }
        early.add(message);
        handOver();
        if (!early.isEmpty()) {
            read(false);
        }
    }

    /** Whether the next message may come; handlers may say so, too. */
    void want(boolean next) {
        wanted = next;
        handOver();
        if (early.isEmpty()) {
            read(true);
        }
    }

    /** Nothing is wanted any more but the other end's goodbye. */
    void discard() {
        discarding = true;
        early.clear();
        read(true);
    }

    private void handOver() {
        if (handing) {
            return;
        }
        handing = true;
        try {
            while (wanted && !early.isEmpty()) {
                early.remove().run();
            }
        } finally {
            handing = false;
        }
    }

    private void read(boolean on) {
        channel.config().setAutoRead(on);
    }
}
