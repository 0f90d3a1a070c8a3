package io.posestream.ingest;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Keeps pages of other sites out. A browser lets any site open a WebSocket to this machine, and send requests to it whose
 * answers it may not read: the pictures would be everybody's whose page is open in a tab, and so would be the frames. A
 * browser's {@code Origin} must be the {@code Host} that it asks for, or the answer is 403. On a loopback address the
 * host must be {@code localhost} or a number as well, so that no name of another site can be pointed at it. Who sends no
 * {@code Origin} is no browser and passes.
 */
final class Origins implements Handler<RoutingContext> {
    private static final Pattern NUMBERS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

    private final boolean onLoopback;

    /** @param host that the server listens on */
    Origins(String host) {
        this.onLoopback = isLoopback(host);
    }

    /** Goes on with the route's next handler, or refuses the request. */
    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (allows(request.getHeader("Origin"), request.getHeader("Host"), onLoopback)) {
            context.next();
            return;
        }
        JsonAnswer.refuse(
                request.response(),
                OtherRefusal.FOREIGN_ORIGIN,
                "a page of another site may neither see nor send frames; open this service's own page");
    }

    /** Whether whoever names this origin, which is null outside of browsers, is no other site's page. */
    static boolean allows(String origin, String host, boolean onLoopback) {
        if (origin == null) {
            return true;
        }
        if (host == null) {
            return false;
        }
        String asked = host.toLowerCase(Locale.ROOT);
        try {
            String authority = URI.create(origin).getRawAuthority();
            if (authority == null || !authority.toLowerCase(Locale.ROOT).equals(asked)) {
                return false;
            }
        } catch (IllegalArgumentException e) {
            return false;
        }
        String name = asked.replaceFirst(":\\d+$", "");
        return !onLoopback || name.equals("localhost") || NUMBERS.matcher(name).matches();
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
