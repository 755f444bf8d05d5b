package io.tallygate.httpserver;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What an admitted exchange has of its own, whether it is encrypted or not. */
final class AdmittedState {
    private final HttpExchange raw;
    private final Passage passage;
    private final HttpCaller caller;
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();

    private volatile @Nullable InputStream in;
    private volatile @Nullable OutputStream out;

    AdmittedState(HttpExchange raw, Passage passage, HttpCaller caller) {
        this.raw = raw;
        this.passage = passage;
        this.caller = caller;
        this.in = passage.body();
    }

    HttpCaller caller() {
        return caller;
    }

    void answer(int status, long length) throws IOException {
        passage.answer(raw, status, length);
    }

    /** The request's own, or else one of the context. */
    @Nullable
    Object attribute(String name) {
        if (name.equals(Passage.ATTRIBUTE)) {
            return passage;
        }
        Object own = attributes.get(name);
        return own != null ? own : raw.getAttribute(name);
    }

    void attribute(String name, @Nullable Object value) {
        if (value == null) {
            attributes.remove(name);
        } else {
            attributes.put(name, value);
        }
    }

    InputStream in() {
        InputStream signed = in;
        return signed != null ? signed : raw.getRequestBody();
    }

    OutputStream out() {
        OutputStream replaced = out;
        return replaced != null ? replaced : raw.getResponseBody();
    }

    /** Other filters may lay their own streams over these, as {@link HttpExchange#setStreams} allows. */
    void streams(@Nullable InputStream newIn, @Nullable OutputStream newOut) {
        in = newIn != null ? newIn : in;
        out = newOut != null ? newOut : out;
    }
}
