package io.tallygate.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request whose body is a signed form, in place of the container's, which would parse bytes that
 * nobody has verified. They are the query's and then, of a {@code POST} whose body the host has not begun to read, the
 * body's (Servlet 6.0, 3.1); that leaves nothing to read. A body is read to its end, and so verified, before any of it
 * is given. Used by one thread at a time.
 */
final class SignedForm {
    /** The most bytes of a body that are parsed, as they are held in memory several times over. Jetty's limit, too. */
    static final int MAX_BYTES = 200_000;

    private static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

    /** In all of them ASCII is itself, so that a form can be taken apart before it is decoded. */
    private static final Map<String, Charset> CHARSETS = Stream.of(
                    StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.US_ASCII)
            .collect(Collectors.toMap(charset -> charset.name().toLowerCase(Locale.ROOT), Function.identity()));

    private final HttpServletRequest request;
    private final InputStream body;
    private @Nullable FormParameters parameters;
    private @Nullable IllegalStateException refusal;

    SignedForm(HttpServletRequest request, InputStream body) {
        this.request = request;
        this.body = body;
    }

    /** Whether any container might take the body for a form: some look only at how the type begins. */
    static boolean isForm(@Nullable String contentType) {
        return contentType != null
                && contentType.strip().toLowerCase(Locale.ROOT).startsWith(MEDIA_TYPE);
    }

    /**
     * The parameters; read when first asked for.
     *
     * @param bodyTaken whether the host has begun to read the body itself
     * @throws IllegalStateException each time, when the form cannot be read, is too large or is none (Servlet 6.1,
     *     {@code ServletRequest.getParameter})
     */
    FormParameters parameters(boolean bodyTaken) {
        if (refusal != null) {
            throw refusal;
        }
        if (parameters == null) {
            try {
                parameters = read(bodyTaken);
            } catch (IllegalStateException e) {
                refusal = e;
                throw e;
            }
        }
        return parameters;
    }

    private FormParameters read(boolean bodyTaken) {
        FormParameters read = new FormParameters();
        String query = request.getQueryString();
        if (query != null) {
            read.add(query.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        }
        if (!bodyTaken && request.getMethod().equals("POST")) {
            Charset charset = charset();
            read.add(wholeBody(), charset);
        }
        return read;
    }

    /** As the request says; browsers and the WHATWG say nothing and mean UTF-8. */
    private Charset charset() {
        String name = request.getCharacterEncoding();
        Charset charset = name == null ? StandardCharsets.UTF_8 : CHARSETS.get(name.toLowerCase(Locale.ROOT));
        if (charset == null) {
            throw new IllegalStateException("parameters of a signed form must be in one of " + CHARSETS.values()
                    + "; read getInputStream() instead, or call setCharacterEncoding first");
        }
        return charset;
    }

    private byte[] wholeBody() {
        try {
            if (request.getContentLengthLong() <= MAX_BYTES) {
                byte[] bytes = body.readNBytes(MAX_BYTES + 1);
                if (bytes.length <= MAX_BYTES) {
                    return bytes;
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the signed form cannot be read", e);
        }
        throw new IllegalStateException("the signed form is larger than the " + MAX_BYTES
                + " bytes that parameters are read from; read getInputStream() instead");
    }
}
