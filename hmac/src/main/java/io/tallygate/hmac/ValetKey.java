package io.tallygate.hmac;

import io.tallygate.model.Network;
import io.tallygate.model.Restriction.MaxUses.Exactness;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a URL shall be good for: see {@link ValetKeys}. All that is said must hold, and what the app key itself is
 * restricted to, too. Immutable: each method returns another. Thread-safe.
 */
public final class ValetKey {
    private final ValetKeys keys;
    private final HttpMessage.Request request;
    private final Duration life;
    private final Map<String, String> limits;
    private final Payload.Told body;
    private final UrlLimits read;

    /** @param limits as parameters say them, by their names without the prefix of the dialect */
    ValetKey(
            ValetKeys keys, HttpMessage.Request request, Duration life, Map<String, String> limits, Payload.Told body) {
        if (life.compareTo(SigV4Window.WEEK) > 0 || life.toSeconds() < 1 || life.getNano() != 0) {
            throw new IllegalArgumentException("expiresIn must be whole seconds in [1s, 7d], was " + life);
        }
        this.keys = keys;
        this.request = request;
        this.life = life;
        this.limits = limits;
        this.body = body;
        this.read = UrlLimits.parse(limits, request.target(), request.target());
    }

    /**
     * Not good before that instant.
     *
     * @throws IllegalArgumentException when it is before 1970
     */
    public ValetKey notBefore(Instant instant) {
        long second = instant.getEpochSecond() + (instant.getNano() > 0 ? 1 : 0);
        return with(UrlLimits.NOT_BEFORE, SigV4Time.text(second));
    }

    /**
     * For these methods, instead of {@code GET}. {@code HEAD} is not said with {@code GET}.
     *
     * @throws IllegalArgumentException when there is none or are more than 16, or one is twice there or not in upper case
     */
    public ValetKey methods(String... methods) {
        return with(UrlLimits.METHODS, String.join(",", methods));
    }

    /**
     * For all paths that begin with that one, instead of the URL's path alone. Whoever has the URL may write another one
     * there, and leaves the query as it is.
     *
     * @param prefix such as {@code /reports/}: the start of the URL's path, up to a slash
     * @throws IllegalArgumentException when it is none
     */
    public ValetKey below(String prefix) {
        if (!request.target().substring(0, request.pathTo()).startsWith(prefix)) {
            throw new IllegalArgumentException("the path of the URL must begin with " + prefix
                    + "; give the URL of one thing below it, or of the prefix itself");
        }
        return with(UrlLimits.PATH_PREFIX, prefix);
    }

    /**
     * Only from these networks, as {@code 10.0.0.0/8} or a single address.
     *
     * @throws IllegalArgumentException when there is none or are more than 16, or one is twice there or no such network
     */
    public ValetKey networks(String... blocks) {
        String spelled =
                Stream.of(blocks).map(block -> Network.parse(block).toString()).collect(Collectors.joining(","));
        return with(UrlLimits.NETWORKS, spelled);
    }

    /**
     * For so many admitted requests: by the URL, or by all URLs of its grant together.
     *
     * @param uses in [1, 2^40)
     * @param exactness what holds where several edges serve
     * @throws IllegalArgumentException when the number breaks its rule
     */
    public ValetKey maxUses(long uses, Exactness exactness) {
        return with(UrlLimits.MAX_USES, new UseLimit(uses, exactness).text());
    }

    /**
     * Revoked, and its uses counted, with all others of the app key that carry this name: see {@link ValetKeys#grant}.
     *
     * @param name 1 to 64 letters, digits and {@code - . _}; whoever has the URL sees it
     * @throws IllegalArgumentException when it is no such name
     */
    public ValetKey grant(String name) {
        return with(UrlLimits.GRANT, name);
    }

    /** With any body, at edges that accept {@link SigV4Scheme#unsignedBodies}; there is none unless this is said. */
    public ValetKey anyBody() {
        return new ValetKey(keys, request, life, limits, Payload.UNSIGNED);
    }

    private ValetKey with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(limits);
        more.put(name, value);
        return new ValetKey(keys, request, life, more, body);
    }

    /**
     * The URL, signed now: a secret.
     *
     * @throws IllegalArgumentException when it would end before it is good, or be longer than an edge reads
     */
    public String url() {
        long now = keys.now();
        if (read.notBefore() >= now + life.toSeconds()) {
            throw new IllegalArgumentException("notBefore must be before the end, which is " + life + " from now");
        }
        String time = SigV4Time.text(now);
        String unsigned = unsigned(time);
        String target =
                unsigned + "&" + field(SigV4InQuery.SIGNATURE) + "=" + keys.signature(time, canonical(unsigned));
        if (target.length() > SigV4InQuery.LONGEST_TARGET) {
            throw new IllegalArgumentException("path and query of a URL may have " + SigV4InQuery.LONGEST_TARGET
                    + " characters, would have " + target.length() + "; say less");
        }
        return request.scheme() + "://" + request.authority() + target;
    }

    /** The target with all parameters but the signature. */
    private String unsigned(String time) {
        Map<String, String> parameters = new LinkedHashMap<>(limits);
        parameters.put(SigV4InQuery.ALGORITHM, keys.rules().scope().dialect().algorithm());
        parameters.put(
                SigV4InQuery.CREDENTIAL,
                keys.appKey() + "/" + time.substring(0, SigV4Time.DAY)
                        + keys.rules().scope().behindDay());
        parameters.put(SigV4InQuery.DATE, time);
        parameters.put(SigV4InQuery.EXPIRES, Long.toString(life.toSeconds()));
        parameters.put(SigV4InQuery.HASH, body.line());
        parameters.put(SigV4InQuery.SIGNED_HEADERS, "host");
        Octets out = Octets.ofThread().add(request.target());
        String separator = request.target().indexOf('?') < 0 ? "?" : "&";
        for (Map.Entry<String, String> each : parameters.entrySet()) {
            out.add(separator).add(field(each.getKey())).add('=');
            UriEncoding.encode(Slice.whole(each.getValue()), out);
            separator = "&";
        }
        return out.text();
    }

    private String field(String name) {
        return keys.rules().scope().dialect().field(name);
    }

    private String canonical(String unsigned) {
        String text = keys.rules()
                .canonical()
                .ofUrl(
                        read.signedMethod(request.method()),
                        read.signedPath(new Slice(unsigned, 0, request.pathTo())),
                        unsigned.substring(request.pathTo() + 1),
                        request.authority());
        return Objects.requireNonNull(text, "the canonical request of a query that was read") + body.line();
    }

    /** What it says, and never a signature. */
    @Override
    public String toString() {
        return "ValetKey[appKey=" + keys.appKey() + ", to=" + request.authority()
                + request.target().substring(0, request.pathTo()) + ", expiresIn=" + life + ", limits=" + limits + "]";
    }
}
