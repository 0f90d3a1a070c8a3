package io.posestream.ingest;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.Limits;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * One request with a frame, from its headers to its answer. Its place in flight is taken when the headers arrive, so
 * the bodies in memory are bounded. Event loop only.
 */
final class FrameUpload {
    /** For how long the rest of a refused body is read and thrown away, so that its sender gets to see the answer. */
    private static final long DISCARD_MILLIS = 2000;

    private static final int FIRST_BYTES = 64 << 10;

    private final FrameServer server;
    private final HttpServerRequest request;
    private final String cameraName;
    private CameraId camera;
    private FrameHeaders headers;
    private FrameTicket ticket;
    private byte[] body;
    private int size;
    private long timer;
    /** No more of the body is wanted. */
    private boolean over;

    FrameUpload(FrameServer server, HttpServerRequest request, String cameraName) {
        this.server = server;
        this.request = request;
        this.cameraName = cameraName;
    }

    void start() {
        long length = contentLength();
        try {
            camera = cameraId(cameraName);
            headers = FrameHeaders.read(request::getHeader);
            server.requireRoom(length);
        } catch (FrameRefusedException e) {
            countRefused(e.rejection());
            answerAndDiscard(e);
            return;
        }
        try {
            ticket = server.quota().enter(camera);
        } catch (FrameRefusedException e) {
            answerAndDiscard(e);
            return;
        }
        body = new byte[length >= 0 ? (int) length : FIRST_BYTES];
        timer = server.vertx().setTimer(server.waits().body().toMillis(), t -> {
            refuse(new FrameRefusedException(
                    FrameRejection.SLOW_BODY,
                    size + " bytes of the body came within "
                            + server.waits().body().toMillis() + " ms"));
        });
        request.handler(this::onBytes);
        request.exceptionHandler(e -> refuse(new FrameRefusedException(
                FrameRejection.ABORTED, "the connection broke after " + size + " bytes of the body")));
        request.endHandler(v -> onEnd());
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
    }

    private void countRefused(FrameRejection rejection) {
        if (camera == null) {
            server.metrics().received();
            server.metrics().refused(rejection);
        } else {
            server.metrics().received(camera);
            server.metrics().refused(camera, rejection);
        }
    }

    /** -1 where the request does not say; the HTTP codec has refused what is no number. */
    private long contentLength() {
        String text = request.getHeader("Content-Length");
        return text == null ? -1 : Long.parseLong(text.strip());
    }

    /** @throws FrameRefusedException if that is no name of a camera */
    static CameraId cameraId(String cameraName) {
        try {
            return new CameraId(cameraName);
        } catch (IllegalArgumentException e) {
            throw new FrameRefusedException(FrameRejection.BAD_CAMERA, e.getMessage());
        }
    }

    private void onBytes(Buffer bytes) {
        if (over) {
            return;
        }
        int total = size + bytes.length();
        if (total > Limits.MAX_FRAME_BYTES) {
            refuse(new FrameRefusedException(
                    FrameRejection.TOO_LARGE, "body of more than " + Limits.MAX_FRAME_BYTES + " bytes"));
            return;
        }
        if (total > body.length) {
            body = Arrays.copyOf(body, Math.min(Math.max(total, 2 * body.length), Limits.MAX_FRAME_BYTES));
        }
        bytes.getBytes(body, size);
        size = total;
    }

    private void onEnd() {
        if (over) {
            return;
        }
        try {
            long receivedMicros = AcceptedFrame.epochMicros(server.clock());
            byte[] jpeg = size == body.length ? body : Arrays.copyOf(body, size);
            AcceptedFrame.check(jpeg);
            Session session = server.sessions().of(camera);
            finishBody();
            publish(new AcceptedFrame(
                    session, receivedMicros, OptionalLong.of(server.maxAge().toMillis()), headers, jpeg));
        } catch (FrameRefusedException e) {
            refuse(e);
        }
    }

    private void publish(AcceptedFrame frame) {
        Context loop = server.vertx().getOrCreateContext();
        long limitMillis = server.waits().confirm().toMillis();
        timer = server.vertx()
                .setTimer(
                        limitMillis,
                        t -> unconfirmed("the broker has not confirmed the frame within " + limitMillis + " ms"));
        // From here on the publisher settles the ticket, whether or not somebody still waits for the answer.
        CompletableFuture<PublishedFrame> unused = server.publisher()
                .publish(ticket, frame)
                .whenComplete((published, failure) -> loop.runOnContext(v -> answer(published, failure)));
    }

    private void answer(PublishedFrame published, Throwable failure) {
        server.vertx().cancelTimer(timer);
        if (published != null) {
            JsonAnswer.send(
                    request.response(),
                    202,
                    new JsonObject()
                            .put("camera", published.id().camera().value())
                            .put("session", published.id().session().toString())
                            .put("sequence", published.id().sequence()));
        } else if (failure instanceof FrameRefusedException refused) {
            answerRefused(refused);
        } else {
            unconfirmed(failure.getMessage());
        }
    }

    private void unconfirmed(String reason) {
        if (!request.response().ended()) {
            JsonAnswer.refuse(
                    request.response(), OtherRefusal.UNCONFIRMED, reason + "; it may be published all the same");
        }
    }

    private void refuse(FrameRefusedException refused) {
        if (over) {
            return;
        }
        finishBody();
        ticket.refused(refused.rejection());
        answerAndDiscard(refused);
    }

    private void finishBody() {
        over = true;
        body = new byte[0];
        server.vertx().cancelTimer(timer);
    }

    private void answerAndDiscard(FrameRefusedException refused) {
        if (request.isEnded()) {
            answerRefused(refused);
            return;
        }
        boolean reusable = bodyWillEnd();
        if (!reusable) {
            request.response().putHeader("Connection", "close");
        }
        long discarding = server.vertx()
                .setTimer(DISCARD_MILLIS, t -> request.connection().close());
        request.handler(bytes -> {});
        request.exceptionHandler(e -> server.vertx().cancelTimer(discarding));
        request.endHandler(v -> {
            server.vertx().cancelTimer(discarding);
            if (!reusable) {
                request.connection().close();
            }
        });
        answerRefused(refused);
    }

    /** A camera over its quota keeps its connection; who may send for ever, or waits for leave to send, does not. */
    private boolean bodyWillEnd() {
        long length = contentLength();
        return length >= 0 && length <= Limits.MAX_FRAME_BYTES && request.getHeader("Expect") == null;
    }

    private void answerRefused(FrameRefusedException refused) {
        if (!request.response().ended()) {
            FrameRejection rejection = refused.rejection();
            JsonAnswer.refuse(request.response(), rejection.status(), rejection.code(), refused.getMessage());
        }
    }
}
