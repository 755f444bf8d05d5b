package io.tallygate;

import io.tallygate.model.Decision;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.HttpReply;
import io.tallygate.model.HttpReply.Field;
import io.tallygate.model.Permit;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns decisions into what adapters copy onto the host's response. Thread-safe. */
final class Replies {
    private static final String REQUEST_ID = "Tallygate-Request-Id";
    private static final byte[] NOTHING = {};

    /** What no scheme may say, in lower case. */
    private static final Set<String> OWN = Set.of(
            "tallygate-request-id",
            "cache-control",
            "www-authenticate",
            "retry-after",
            "ratelimit",
            "ratelimit-policy",
            "content-type",
            "content-length");

    private final SchemeSlot[] schemes;
    private final String realm;
    private final @Nullable URI problemBase;
    private final RateHeaders rateHeaders;
    private final Trouble trouble;

    Replies(SchemeSlot[] schemes, GateSettings settings, Trouble trouble) {
        this.schemes = schemes;
        this.realm = settings.realm();
        this.problemBase = settings.problemBase();
        this.rateHeaders = settings.rateHeaders();
        this.trouble = trouble;
    }

    HttpReply reply(Decision decision) {
        return decision instanceof Deny deny ? denied(deny) : permitted((Permit) decision);
    }

    private HttpReply permitted(Permit permit) {
        List<Field> headers = new ArrayList<>(3);
        try {
            headers.add(new Field(REQUEST_ID, permit.requestId().toString()));
            if (rateHeaders == RateHeaders.ALWAYS) {
                RateFields.add(headers, permit.limits());
            }
        } catch (Throwable e) {
            trouble.report("meter-failed", "a meter could not describe its permit", e);
        }
        return new HttpReply(200, headers, NOTHING);
    }

    private HttpReply denied(Deny deny) {
        ReplyRow row = ReplyRow.of(deny.denial());
        List<Field> headers = new ArrayList<>(8);
        headers.add(new Field(REQUEST_ID, deny.requestId().toString()));
        headers.add(new Field("Cache-Control", "no-store"));
        if (row.challenge()) {
            addChallenges(headers, deny.denial());
            addHints(headers, deny.denial());
        }
        addRetryAfter(headers, deny.retryAfter(), row.retrySeconds());
        if (rateHeaders != RateHeaders.NEVER) {
            RateFields.add(headers, deny.limits());
        }
        headers.add(new Field("Content-Type", "application/problem+json"));
        return new HttpReply(row.status(), headers, ProblemBody.of(deny, row, problemBase));
    }

    /** Each scheme speaks for itself; a 401 without a challenge would break RFC 9110, so the first's name steps in. */
    private void addChallenges(List<Field> headers, Denial denial) {
        int before = headers.size();
        for (SchemeSlot slot : schemes) {
            for (String challenge : challenges(slot, denial)) {
                if (isFieldValue(challenge)) {
                    headers.add(new Field("WWW-Authenticate", challenge));
                }
            }
        }
        if (headers.size() == before && ReplyRow.of(denial).status() == 401) {
            headers.add(new Field("WWW-Authenticate", schemes[0].name() + " realm=\"" + realm + "\""));
        }
    }

    private List<String> challenges(SchemeSlot slot, Denial denial) {
        try {
            return List.copyOf(slot.scheme().challenges(denial, realm));
        } catch (Throwable e) {
            trouble.report("challenge-failed", "scheme " + slot.name() + " gave no challenges", e);
            return List.of();
        }
    }

    private void addHints(List<Field> headers, Denial denial) {
        for (SchemeSlot slot : schemes) {
            for (Field hint : hints(slot, denial)) {
                if (isHintName(hint.name()) && isFieldValue(hint.value())) {
                    headers.add(hint);
                }
            }
        }
    }

    private List<Field> hints(SchemeSlot slot, Denial denial) {
        try {
            return List.copyOf(slot.scheme().hints(denial));
        } catch (Throwable e) {
            trouble.report("challenge-failed", "scheme " + slot.name() + " gave no hints", e);
            return List.of();
        }
    }

    private static boolean isHintName(String name) {
        return !name.isEmpty()
                && name.chars().allMatch(c -> c == '-' || (c < 0x80 && Character.isLetterOrDigit(c)))
                && !OWN.contains(name.toLowerCase(Locale.ROOT));
    }

    private static boolean isFieldValue(String text) {
        return !text.isBlank() && text.chars().allMatch(c -> c >= 0x20 && c <= 0x7E);
    }

    private static void addRetryAfter(List<Field> headers, @Nullable Duration wait, int otherwise) {
        long seconds = wait == null ? otherwise : Math.max(1, roundedUp(wait));
        if (seconds > 0) {
            headers.add(new Field("Retry-After", Long.toString(seconds)));
        }
    }

    private static long roundedUp(Duration wait) {
        return wait.getNano() > 0 ? wait.getSeconds() + 1 : wait.getSeconds();
    }
}
