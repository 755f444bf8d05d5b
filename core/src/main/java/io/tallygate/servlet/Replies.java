package io.tallygate.servlet;

import io.tallygate.model.HttpReply;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Copies a reply onto a servlet response. */
final class Replies {
    private Replies() {}

    static void write(HttpServletRequest request, HttpServletResponse response, HttpReply reply) throws IOException {
        response.setStatus(reply.status());
        addHeaders(response, reply);
        response.setContentLength(reply.body().length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(reply.body());
        }
        response.flushBuffer();
    }

    static void addHeaders(HttpServletResponse response, HttpReply reply) {
        for (HttpReply.Field field : reply.headers()) {
            response.addHeader(field.name(), field.value());
        }
    }
}
