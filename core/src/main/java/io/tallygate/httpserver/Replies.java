package io.tallygate.httpserver;

import com.sun.net.httpserver.HttpExchange;
import io.tallygate.model.HttpReply;
import java.io.IOException;
import java.io.OutputStream;

/** Copies a reply onto an exchange. */
final class Replies {
    private static final int NO_BODY = -1;

    private Replies() {}

    static void write(HttpExchange exchange, HttpReply reply) throws IOException {
        int length = reply.body().length;
        addHeaders(exchange, reply);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(length));
            exchange.sendResponseHeaders(reply.status(), NO_BODY);
        } else {
            exchange.sendResponseHeaders(reply.status(), length == 0 ? NO_BODY : length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(reply.body());
            }
        }
        exchange.close();
    }

    static void addHeaders(HttpExchange exchange, HttpReply reply) {
        for (HttpReply.Field field : reply.headers()) {
            exchange.getResponseHeaders().add(field.name(), field.value());
        }
    }
}
