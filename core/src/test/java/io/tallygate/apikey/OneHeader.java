package io.tallygate.apikey;

import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import java.util.Collection;
import java.util.List;

/** A request that answers without allocating, as an adapter over a server's own request may. */
final class OneHeader implements InboundRequest {
    private final InboundRequest behind;
    private final String field;
    private final List<String> lines;

    OneHeader(InboundRequest behind, String field) {
        this.behind = behind;
        this.field = field;
        this.lines = behind.headers(field);
    }

    @Override
    public List<String> headers(String name) {
        return name.equalsIgnoreCase(field) ? lines : List.of();
    }

    @Override
    public String method() {
        return behind.method();
    }

    @Override
    public String target() {
        return behind.target();
    }

    @Override
    public String authority() {
        return behind.authority();
    }

    @Override
    public boolean secure() {
        return behind.secure();
    }

    @Override
    public Collection<String> headerNames() {
        return behind.headerNames();
    }

    @Override
    public IpAddress peer() {
        return behind.peer();
    }
}
