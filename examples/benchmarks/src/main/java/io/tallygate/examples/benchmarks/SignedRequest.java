package io.tallygate.examples.benchmarks;

import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A signed request as an adapter would show it, its fields at hand in lower case; and what its signature is over. */
final class SignedRequest implements InboundRequest {
    static final String AUTHORITY = "api.example.com";
    private static final IpAddress PEER = IpAddress.parse("192.0.2.7");

    private final String method;
    private final String target;
    private final Map<String, List<String>> fields = new HashMap<>();
    private final byte[] body;
    private final byte[][] signed;

    /** @param signed what is hashed of it, in that order, to verify it */
    SignedRequest(String method, String target, Map<String, String> fields, byte[] body, byte[]... signed) {
        this.method = method;
        this.target = target;
        fields.forEach((name, value) -> this.fields.put(name.toLowerCase(Locale.ROOT).intern(), List.of(value)));
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
        List<String> values = fields.get(name);
        return values == null ? List.of() : values;
    }

    @Override
    public Collection<String> headerNames() {
        return fields.keySet();
    }

    @Override
    public IpAddress peer() {
        return PEER;
    }
}
