package io.posestream.ingest;

import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * One camera's WebSocket. A binary message is one JPEG; each gets exactly one answer, a text message of JSON, in the
 * order of the frames: {@code {"session","sequence"}} once the broker has confirmed it, else
 * {@code {"refused","reason"}}. A text message before a frame is a JSON object with what HTTP takes as request headers,
 * under their names; where it holds {@code X-Client-Sequence} the answer repeats it as {@code clientSequence}.
 *
 * <p>Instead of being refused for want of room, a frame waits and the next is not wanted: while as many frames are
 * unanswered as a camera may have in flight, while there is no place in flight, and while the answers are not taken. So
 * besides the frames in flight a socket holds one that waits for its place, and what its {@link Inbox} does: see
 * {@link #MAX_BYTES}. Event loop only.
 */
final class FrameStream {
    /**
     * What a socket holds besides the frames in flight: a frame that waits for its place, and in the inbox one whole
     * message and one fragment that Vert.x is about to add to it.
     */
    static final long MAX_BYTES = 3L * FrameServer.MAX_MESSAGE_BYTES;

    /** Many times what the headers of a frame can need; HTTP takes half of it. */
    private static final int MAX_TEXT_CHARS = 16 << 10;

    private static final short NORMAL = 1000;
    private static final short GOING_AWAY = 1001;
    private static final short TOO_BIG = 1009;

    private final FrameServer server;
    private final ServerWebSocket socket;
    private final Session session;
    private final Context loop;
    private final Inbox inbox;
    private final int maxUnanswered;
    /** Oldest first. */
    private final Deque<Answer> unanswered = new ArrayDeque<>();

    private Optional<JsonObject> announced = Optional.empty();
    private Optional<FrameRefusedException> badAnnouncement = Optional.empty();
    private Optional<CameraQuota.Place> awaited = Optional.empty();
    private boolean ending;
    private boolean broken;
    private boolean closed;

    /** What a frame will be told, once it is known. */
    private static final class Answer {
        private final JsonObject text = new JsonObject();
        private boolean known;
        /** Vert.x counts its timers from 0. */
        private OptionalLong timer = OptionalLong.empty();
    }

    FrameStream(FrameServer server, ServerWebSocket socket, Channel channel, Session session) {
        this.server = server;
        this.socket = socket;
        this.session = session;
        this.loop = server.vertx().getOrCreateContext();
        this.inbox = new Inbox(socket, channel, this::onText, this::onFrame);
        this.maxUnanswered = server.quota().maxPerCamera();
    }

    void start(Runnable whenClosed) {
        socket.exceptionHandler(this::onBroken);
        socket.shutdownHandler(v -> end());
        socket.closeHandler(v -> {
            closed = true;
            if (awaited.map(CameraQuota.Place::giveUp).orElse(false)) {
                server.metrics().received(session.camera());
                server.metrics().refused(session.camera(), FrameRejection.ABORTED);
            }
            unanswered.forEach(this::stopTimer);
            whenClosed.run();
        });
    }

    /**
     * The connection broke, or a message in fragments grew too large: Vert.x leaves it out and would read on, and every
     * later answer would be taken for that of the frame before.
     */
    private void onBroken(Throwable failure) {
        broken = true;
        end();
    }

    /** Either side closes: takes no more frames, answers those it has, and closes. */
    private void end() {
        ending = true;
        inbox.discard();
        closeIfDone();
    }

    private void onText(String text) {
        try {
            if (text.length() > MAX_TEXT_CHARS) {
                throw new DecodeException("too long");
            }
            announced = Optional.of(new JsonObject(text));
            badAnnouncement = Optional.empty();
        } catch (DecodeException e) {
            badAnnouncement = Optional.of(new FrameRefusedException(
                    FrameRejection.BAD_HEADER,
                    "the text message before the frame is no JSON object of at most " + MAX_TEXT_CHARS
                            + " characters: it has " + text.length()));
        }
    }

    private void onFrame(Buffer message) {
        byte[] jpeg = message.getBytes();
        Answer answer = new Answer();
        unanswered.add(answer);
        FrameHeaders headers;
        try {
            headers = headers(answer);
            server.requireRoom(jpeg.length);
        } catch (FrameRefusedException e) {
            server.metrics().received(session.camera());
            server.metrics().refused(session.camera(), e.rejection());
            refused(answer, e);
            return;
        }
        long receivedMicros = AcceptedFrame.epochMicros(server.clock());
        CameraQuota.Place place = server.quota()
                .await(
                        session.camera(),
                        ticket -> loop.runOnContext(v -> {
                            awaited = Optional.empty();
                            publish(answer, ticket, headers, receivedMicros, jpeg);
                            wantOrWait();
                        }));
        if (place.isTaken()) {
            publish(answer, place.ticket(), headers, receivedMicros, jpeg);
        } else {
            awaited = Optional.of(place);
        }
        wantOrWait();
    }

    /** @throws FrameRefusedException if the text message before the frame was wrong */
    private FrameHeaders headers(Answer answer) {
        JsonObject said = announced.orElseGet(JsonObject::new);
        Optional<FrameRefusedException> bad = badAnnouncement;
        announced = Optional.empty();
        badAnnouncement = Optional.empty();
        if (bad.isPresent()) {
            throw bad.get();
        }
        FrameHeaders headers = FrameHeaders.read(name -> {
            Object value = said.getValue(name);
            return value == null ? null : value.toString();
        });
        headers.clientSequence().ifPresent(number -> answer.text.put("clientSequence", number));
        return headers;
    }

    private void publish(Answer answer, FrameTicket ticket, FrameHeaders headers, long receivedMicros, byte[] jpeg) {
        try {
            AcceptedFrame.check(jpeg);
        } catch (FrameRefusedException e) {
            ticket.refused(e.rejection());
            refused(answer, e);
            return;
        }
        long limitMillis = server.waits().confirm().toMillis();
        answer.timer = OptionalLong.of(server.vertx()
                .setTimer(
                        limitMillis,
                        t -> unconfirmed(
                                answer, "the broker has not confirmed the frame within " + limitMillis + " ms")));
        AcceptedFrame frame = new AcceptedFrame(
                session, receivedMicros, OptionalLong.of(server.maxAge().toMillis()), headers, jpeg);
        // From here on the publisher settles the ticket, whether or not the camera is still there.
        CompletableFuture<PublishedFrame> unused = server.publisher()
                .publish(ticket, frame)
                .whenComplete((published, failure) -> loop.runOnContext(v -> outcome(answer, published, failure)));
    }

    private void outcome(Answer answer, PublishedFrame published, Throwable failure) {
        stopTimer(answer);
        if (published != null) {
            known(
                    answer,
                    new JsonObject()
                            .put("session", published.id().session().toString())
                            .put("sequence", published.id().sequence()));
        } else if (failure instanceof FrameRefusedException e) {
            refused(answer, e);
        } else {
            unconfirmed(answer, failure.getMessage());
        }
    }

    private void stopTimer(Answer answer) {
        answer.timer.ifPresent(server.vertx()::cancelTimer);
    }

    private void refused(Answer answer, FrameRefusedException e) {
        known(answer, new JsonObject().put("refused", e.rejection().code()).put("reason", e.getMessage()));
    }

    private void unconfirmed(Answer answer, String reason) {
        known(
                answer,
                new JsonObject()
                        .put("refused", OtherRefusal.UNCONFIRMED.code())
                        .put("reason", reason + "; it may be published all the same"));
    }

    /** The first outcome is what the camera is told. */
    private void known(Answer answer, JsonObject outcome) {
        if (answer.known) {
            return;
        }
        answer.known = true;
        answer.text.mergeIn(outcome);
        while (!unanswered.isEmpty() && unanswered.peek().known) {
            send(unanswered.remove().text);
        }
        wantOrWait();
        closeIfDone();
    }

    private void send(JsonObject text) {
        if (!closed) {
            Future<Void> unused = socket.writeTextMessage(text.encode());
        }
    }

    private void wantOrWait() {
        if (closed || socket.isClosed()) { // its other end may have said goodbye before this one is told
            return;
        }
        boolean full = socket.writeQueueFull();
        if (full) {
            socket.drainHandler(v -> wantOrWait());
        }
        inbox.want(!full && awaited.isEmpty() && unanswered.size() < maxUnanswered);
    }

    private void closeIfDone() {
        if (ending && unanswered.isEmpty() && !closed) {
            Future<Void> unused = broken
                    ? socket.close(TOO_BIG, "a message that cannot be read")
                    : server.closing()
                            ? socket.close(GOING_AWAY, "the service is shutting down")
                            : socket.close(NORMAL);
        }
    }
}
