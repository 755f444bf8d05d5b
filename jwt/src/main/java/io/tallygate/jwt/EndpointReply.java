package io.tallygate.jwt;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link KeyEndpoint} said.
 *
 * @param status the HTTP status
 * @param body at most {@link JwkSet#MAX_BYTES} and one: the one says that there was more; not copied
 * @param etag the entity tag, if there is one that may be sent back
 * @param cacheControl the {@code Cache-Control} field; empty when there is none
 */
record EndpointReply(int status, byte[] body, @Nullable String etag, String cacheControl) {
    private static final int MAX_ETAG = 256;
    private static final int MAX_CACHE_CONTROL = 1024;
    private static final Pattern ETAG = Pattern.compile("(W/)?\"[\\x21\\x23-\\x7E]*\"");
    private static final Pattern AGAIN_EACH_TIME =
            Pattern.compile("(^|,)\\s*no-(store|cache)\\s*(,|$)", Pattern.CASE_INSENSITIVE);
    private static final Pattern MAX_AGE =
            Pattern.compile("(^|,)\\s*max-age\\s*=\\s*\"?(\\d{1,9})\"?\\s*(,|$)", Pattern.CASE_INSENSITIVE);

    /** Drops an entity tag that breaks RFC 9110, 8.8.3, and fields that nobody needs that long. */
    EndpointReply {
        boolean sendable =
                etag != null && etag.length() <= MAX_ETAG && ETAG.matcher(etag).matches();
        etag = sendable ? etag : null;
        cacheControl = cacheControl.length() <= MAX_CACHE_CONTROL ? cacheControl : "";
    }

    /** How long the set is fresh (RFC 9111, 5.2.2); null when that is not said. */
    @Nullable
    Duration maxAge() {
        if (AGAIN_EACH_TIME.matcher(cacheControl).find()) {
            return Duration.ZERO;
        }
        Matcher stated = MAX_AGE.matcher(cacheControl);
        return stated.find() ? Duration.ofSeconds(Long.parseLong(stated.group(2))) : null;
    }
}
