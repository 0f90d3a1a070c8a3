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
        router.errorHandler(400, c -> refuse(c.response(), 400, "bad_request", "not a request of HTTP; " + whatToDo));
        router.errorHandler(
                404, c -> refuse(c.response(), 404, "not_found", "there is nothing at this path; " + whatToDo));
        router.errorHandler(
                405, c -> refuse(c.response(), 405, "method_not_allowed", "wrong method for this path; " + whatToDo));
        router.errorHandler(
                500, c -> refuse(c.response(), 500, "defect", "a defect of the service; its log says more"));
    }
}
