package io.tallygate.examples.benchmarks;

import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import java.util.AbstractList;
import java.util.Collection;
import java.util.List;

/**
 * A request with a credential, as an adapter would show it: nothing is copied when it is read. One object stands for all
 * requests of a thread, because those of a server have just been read and lie in the cache.
 */
final class Caller implements InboundRequest {
    private static final IpAddress PEER = IpAddress.parse("192.0.2.7");

    private final String field;
    private final List<String> values = new OneValue();
    private String value = "";

    /** With the name of the field that the credential stands in. */
    Caller(String field) {
        this.field = field;
    }

    Caller with(String presented) {
        value = presented;
        return this;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String target() {
        return "/orders/17";
    }

    @Override
    public String authority() {
        return "api.example.com";
    }

    @Override
    public boolean secure() {
        return true;
    }

    @Override
    public List<String> headers(String name) {
        return field.equalsIgnoreCase(name) ? values : List.of();
    }

    @Override
    public Collection<String> headerNames() {
        return List.of(field);
    }

    @Override
    public IpAddress peer() {
        return PEER;
    }

    private final class OneValue extends AbstractList<String> {
        @Override
        public String get(int index) {
            return value;
        }

        @Override
        public int size() {
            return 1;
        }
    }
}
