package io.tallygate.hmac.webhook;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stripe's, scheme {@code v1}: signs {@code timestamp.body}. The key is the secret as it is written, prefix and all. */
final class StripeFormat implements WebhookFormat {
    private static final String FIELD = "Stripe-Signature";
    private static final String TIMESTAMP = "t";
    private static final String SCHEME = "v1";
    private static final String PREFIX = "whsec_";
    private static final int LEAST_CHARACTERS = 24;

    @Override
    public String name() {
        return "Stripe";
    }

    @Override
    public @Nullable String fault(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return "must begin with whsec_; take the endpoint's signing secret, not an API key (sk_, rk_) nor the"
                    + " endpoint's name (we_)";
        }
        if (!secret.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            return "must be visible ASCII; copy it again";
        }
        int length = secret.length() - PREFIX.length();
        return length >= LEAST_CHARACTERS
                ? null
                : "must have at least " + LEAST_CHARACTERS + " characters behind whsec_, had " + length
                        + "; copy all of it";
    }

    @Override
    public byte[] key(byte[] secret) {
        return secret;
    }

    @Override
    public boolean signsTime() {
        return true;
    }

    @Override
    public List<String> fields() {
        return List.of(FIELD);
    }

    @Override
    public @Nullable Presented read(List<String> values) {
        List<Item> items = Item.list(values.get(0), ',', '=');
        if (items == null) {
            return null;
        }
        List<String> times = Item.tagged(TIMESTAMP, items);
        Instant timestamp = times.size() == 1 ? Stamp.timestamp(times.get(0)) : null;
        return timestamp == null
                ? null
                : new Presented(null, timestamp, preamble(timestamp.getEpochSecond()), Item.tagged(SCHEME, items));
    }

    @Override
    public String preamble(Stamp stamp) {
        return preamble(stamp.epochSecond());
    }

    private static String preamble(long epochSecond) {
        return epochSecond + ".";
    }

    @Override
    public String spell(byte[] code) {
        return HexFormat.of().formatHex(code);
    }

    @Override
    public Map<String, String> write(Stamp stamp, List<String> signatures) {
        String all = signatures.stream().map(it -> "," + SCHEME + "=" + it).collect(Collectors.joining());
        return Map.of(FIELD, TIMESTAMP + "=" + stamp.epochSecond() + all);
    }
}
