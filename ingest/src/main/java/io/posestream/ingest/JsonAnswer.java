package io.posestream.ingest;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;

/** Answers of one line of JSON each. */
final class JsonAnswer {
    private JsonAnswer() {}

    static void send(HttpServerResponse response, int status, JsonObject body) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.encode() + "\n");
    }

    static void refuse(HttpServerResponse response, OtherRefusal refusal, String reason) {
        refuse(response, refusal.status(), refusal.code(), reason);
    }

    static void refuse(HttpServerResponse response, int status, String code, String reason) {
        if (status == 429 || status == 503) {
            // A place in flight is free again within the 4 s in which the producer gives up; mostly within
            // milliseconds.
            response.putHeader("Retry-After", "1");
        }
        send(response, status, new JsonObject().put("refused", code).put("reason", reason));
    }

    /** Gives the router's own refusals the same form. */
    static void errors(Router router, String whatToDo) {
        error(router, OtherRefusal.BAD_REQUEST, "not a request of HTTP; " + whatToDo);
        error(router, OtherRefusal.NOT_FOUND, "there is nothing at this path; " + whatToDo);
        error(router, OtherRefusal.METHOD_NOT_ALLOWED, "wrong method for this path; " + whatToDo);
        error(router, OtherRefusal.DEFECT, "a defect of the service; its log says more");
    }

    private static void error(Router router, OtherRefusal refusal, String reason) {
        router.errorHandler(refusal.status(), c -> refuse(c.response(), refusal, reason));
    }
}
