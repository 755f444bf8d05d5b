package io.tallygate.examples.benchmarks;

import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A signed request as an adapter would show it, without a copy when it is read; and what its signature is over. */
final class SignedRequest implements InboundRequest {
    static final String AUTHORITY = "api.example.com";
    private static final IpAddress PEER = IpAddress.parse("192.0.2.7");

    private final String method;
    private final String target;
    private final String[] names;
    private final List<List<String>> values;
    private final byte[] body;
    private final byte[][] signed;

    /** @param signed what is hashed of it, in that order, to verify it */
    SignedRequest(String method, String target, Map<String, String> fields, byte[] body, byte[]... signed) {
        this.method = method;
        this.target = target;
        this.names = fields.keySet().toArray(String[]::new);
        this.values = fields.values().stream().map(List::of).toList();
        this.body = body;
        this.signed = signed;
    }

    byte[] body() {
        return body;
    }

    byte[] signed(int part) {
        return signed[part];
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public String authority() {
        return AUTHORITY;
    }

    @Override
    public boolean secure() {
        return true;
    }

    @Override
    public List<String> headers(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equalsIgnoreCase(name)) {
                return values.get(i);
            }
        }
        return List.of();
    }

    @Override
    public Collection<String> headerNames() {
        return Arrays.asList(names);
    }

    @Override
    public IpAddress peer() {
        return PEER;
    }
}
