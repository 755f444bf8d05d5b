package io.tallygate.hmac;

import io.tallygate.model.CredentialId;
import io.tallygate.model.Revocation;
import io.tallygate.model.Secret;
import io.tallygate.spi.TimeSource;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes valet keys of an app key: URLs that whoever has one can use, as far and as long as it says. Wherever the secret is:
 * nobody is asked, and nothing is kept. Immutable: each method returns another. Thread-safe.
 *
 * <pre>{@code
 * ValetKeys keys = ValetKeys.of(appId, secret, SigV4Scheme.brand("tallygate", "tg", "eu-1", "orders").encodedPaths());
 * String url = keys.to("https://api.example.com/reports/7.pdf").expiresIn(ofMinutes(10)).grant("mail-7").url();
 * }</pre>
 *
 * <p>They are pre-signed URLs as any signer of AWS makes them, with the limits as further query parameters that are signed
 * like any other. {@link SigV4Scheme#presignedUrls} accepts them.
 */
public final class ValetKeys {
    /**
     * The issuer that revocations name them by: {@code Revocation.OfKey} all of an app key, {@code OfToken} one by the id
     * that its permits tell. See {@link #grant}.
     */
    public static final String ISSUER = "tallygate:valet";

    private final CredentialId appKey;
    private final Secret secret;
    private final SigV4Rules rules;
    private final TimeSource time;

    private ValetKeys(CredentialId appKey, Secret secret, SigV4Rules rules, TimeSource time) {
        this.appKey = appKey;
        this.secret = secret;
        this.rules = rules;
        this.time = time;
    }

    /**
     * Those of that app key.
     *
     * @param appId the app key's public name
     * @param secret the whole text of its secret, as it was issued
     * @param form what the edge accepts: its scheme, as far as it can be said without a sealing key
     * @throws IllegalArgumentException when no app key has such a name or such a secret; says what is wrong with it
     */
    public static ValetKeys of(String appId, Secret secret, SigV4Scheme.NeedsSealing form) {
        AppSecret.requireIssued(appId, secret);
        return new ValetKeys(new CredentialId(appId), secret, form.rules(), TimeSource.system());
    }

    /** The same by another clock. */
    public ValetKeys time(TimeSource source) {
        return new ValetKeys(appKey, secret, rules, Objects.requireNonNull(source));
    }

    /** What revokes all URLs of an app key that carry that grant, and whatever will. */
    public static Revocation grant(String appId, String grant) {
        return new Revocation.OfToken(ISSUER, tokenId(appId, grant));
    }

    /** Of the app key as well: another one may give the same name. */
    static String tokenId(String appId, String grant) {
        return appId + "/" + grant;
    }

    /**
     * A key to that URL, for {@code GET} unless it says otherwise.
     *
     * @param url as whoever uses it will write it: absolute, undecoded, with or without a query
     * @throws IllegalArgumentException when it is no such URL, can be read in more than one way, or is signed already
     */
    public NeedsEnd to(String url) {
        HttpMessage.Request request = request(url);
        SignatureFault fault = RequestTarget.fault(request.target());
        if (fault != null) {
            throw new IllegalArgumentException("the path or query of the URL cannot be signed: " + fault);
        }
        if (request.pathTo() < request.target().length()) {
            requireUnsigned(request.target().substring(request.pathTo() + 1));
        }
        return life -> new ValetKey(this, request, life, Map.of(), Payload.EMPTY);
    }

    private void requireUnsigned(String query) {
        List<SigV4Parameter> parameters = query.isEmpty() ? null : SigV4Parameter.all(query);
        if (parameters == null) {
            throw new IllegalArgumentException("the query of the URL has a parameter without a name; leave it out");
        }
        SigV4Dialect dialect = rules.scope().dialect();
        if (parameters.stream().anyMatch(parameter -> dialect.names(parameter.name(), 0))) {
            throw new IllegalArgumentException("the URL has parameters named " + dialect.field("…")
                    + " already; give it without them, and say limits here");
        }
    }

    private static HttpMessage.Request request(String url) {
        try {
            URI uri = new URI(url);
            if (uri.getRawFragment() != null || uri.getRawAuthority() == null) {
                throw new IllegalArgumentException(
                        "the URL must have a host and no fragment, such as https://api.example.com/reports/7.pdf");
            }
            return HttpMessage.sending("GET", uri, name -> List.of());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the URL must be encoded as it will be sent: " + e.getReason(), e);
        }
    }

    /** A key half said: it is open when it ends. */
    @FunctionalInterface
    public interface NeedsEnd {
        /**
         * Good for so long from the moment at which {@link ValetKey#url} is called.
         *
         * @param life in whole seconds, [1 s, 7 d]; an edge may take less
         * @throws IllegalArgumentException when it is none
         */
        ValetKey expiresIn(Duration life);
    }

    SigV4Rules rules() {
        return rules;
    }

    CredentialId appKey() {
        return appKey;
    }

    /** The present second, since 1970. */
    long now() {
        return Math.floorDiv(time.epochMillis(), 1_000L);
    }

    /** The signature of a canonical request. */
    String signature(String time, String canonical) {
        MacKey key = Objects.requireNonNull(
                rules.scope().key(new LiveSecret(secret, null), time.substring(0, SigV4Time.DAY)));
        byte[] hash = Octets.ofThread().add(canonical).sha256();
        return HexFormat.of()
                .formatHex(new StringToSign(rules.scope()).of(time, hash).signedBy(key));
    }

    @Override
    public String toString() {
        return "ValetKeys[appKey=" + appKey + ", scope=" + rules.scope() + "]";
    }
}
