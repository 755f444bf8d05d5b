package io.tallygate.testing;

import io.tallygate.model.BodyAhead;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request written by hand. Immutable: each method returns another request. Nothing is checked or changed on the way,
 * so that a test may send what no client should.
 */
public final class FakeRequest implements InboundRequest {
    private final String method;
    private final String target;
    private final @Nullable String authority;
    private final boolean secure;
    private final List<Line> lines;
    private final @Nullable IpAddress peer;
    private final @Nullable X509Certificate certificate;
    private final byte[] body;

    private FakeRequest(
            String method,
            String target,
            @Nullable String authority,
            boolean secure,
            List<Line> lines,
            @Nullable IpAddress peer,
            @Nullable X509Certificate certificate,
            byte[] body) {
        this.method = method;
        this.target = target;
        this.authority = authority;
        this.secure = secure;
        this.lines = lines;
        this.peer = peer;
        this.certificate = certificate;
        this.body = body;
    }

    /** A plain request to {@code api.example.com} from 192.0.2.1, without header fields or a body. */
    public static FakeRequest of(String method, String target) {
        IpAddress peer = IpAddress.parse("192.0.2.1");
        return new FakeRequest(method, target, "api.example.com", false, List.of(), peer, null, new byte[0]);
    }

    /** A {@code GET} of that path and query. */
    public static FakeRequest get(String target) {
        return of("GET", target);
    }

    /** A {@code POST} to that path and query. */
    public static FakeRequest post(String target) {
        return of("POST", target);
    }

    /** The same with one more field line behind the others. */
    public FakeRequest header(String name, String value) {
        List<Line> more = new ArrayList<>(lines);
        more.add(new Line(name, value));
        return with(authority, secure, List.copyOf(more), peer, certificate);
    }

    /** The same over an encrypted connection. */
    public FakeRequest encrypted() {
        return with(authority, true, lines, peer, certificate);
    }

    /** The same sent to another authority, or to none. */
    public FakeRequest authority(@Nullable String other) {
        return with(other, secure, lines, peer, certificate);
    }

    /** The same from another address, an IP literal; null when the host does not know it. */
    public FakeRequest peer(@Nullable String address) {
        return with(authority, secure, lines, address == null ? null : IpAddress.parse(address), certificate);
    }

    /** The same from a peer that proved this certificate, over an encrypted connection. */
    public FakeRequest clientCertificate(X509Certificate proven) {
        return with(authority, true, lines, peer, proven);
    }

    /** The same with that body, for schemes that read it ahead. No header field is added for it. */
    public FakeRequest body(byte[] bytes) {
        return new FakeRequest(method, target, authority, secure, lines, peer, certificate, bytes.clone());
    }

    private FakeRequest with(
            @Nullable String newAuthority,
            boolean newSecure,
            List<Line> newLines,
            @Nullable IpAddress newPeer,
            @Nullable X509Certificate newCertificate) {
        return new FakeRequest(method, target, newAuthority, newSecure, newLines, newPeer, newCertificate, body);
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
    public @Nullable String authority() {
        return authority;
    }

    @Override
    public boolean secure() {
        return secure;
    }

    @Override
    public List<String> headers(String name) {
        return lines.stream()
                .filter(line -> line.name.equalsIgnoreCase(name))
                .map(Line::value)
                .toList();
    }

    @Override
    public Collection<String> headerNames() {
        return lines.stream().map(Line::name).toList();
    }

    @Override
    public @Nullable IpAddress peer() {
        return peer;
    }

    @Override
    public Optional<X509Certificate> clientCertificate() {
        return Optional.ofNullable(certificate);
    }

    @Override
    public BodyAhead bodyAhead(int maxBytes) {
        return body.length > maxBytes ? BodyAhead.Missing.TOO_LARGE : new BodyAhead.Whole(body.clone());
    }

    private record Line(String name, String value) {}
}
