package io.tallygate.hmac.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Standard Webhooks, version 1, symmetric: signs {@code id.timestamp.body}. */
final class StandardFormat implements WebhookFormat {
    private static final String ID = "webhook-id";
    private static final String TIMESTAMP = "webhook-timestamp";
    private static final String SIGNATURE = "webhook-signature";
    private static final String VERSION = "v1";
    private static final String PREFIX = "whsec_";
    private static final int LEAST_BYTES = 24;
    private static final int MOST_BYTES = 64;

    @Override
    public String name() {
        return "Standard Webhooks";
    }

    @Override
    public @Nullable String fault(String secret) {
        if (secret.startsWith(VERSION + "," + PREFIX)) {
            return "begins with v1, as signatures do; take it from whsec_ on";
        }
        if (secret.startsWith("whpk_") || secret.startsWith("whsk_")) {
            return "is a key of asymmetric signatures (v1a), which are not supported; have the sender give a whsec_";
        }
        if (!secret.startsWith(PREFIX)) {
            return "must begin with whsec_; copy all of it, and where the sender shows base64 only, put whsec_ before it";
        }
        return faultOfKey(decoded(secret.substring(PREFIX.length())));
    }

    private static @Nullable String faultOfKey(byte @Nullable [] key) {
        if (key == null) {
            return "must be base64 behind whsec_ (RFC 4648, 4: A-Z a-z 0-9 + / and its padding =); copy all of it";
        }
        if (key.length < LEAST_BYTES || key.length > MOST_BYTES) {
            return "must have " + LEAST_BYTES + " to " + MOST_BYTES + " bytes behind whsec_, had " + key.length
                    + "; have a new one made";
        }
        return null;
    }

    /** What base64 spells; null when it is not the one spelling of it. The decoder's own words would quote the secret. */
    private static byte @Nullable [] decoded(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(bytes).equals(text) ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public byte[] key(byte[] secret) {
        return Base64.getDecoder().decode(Arrays.copyOfRange(secret, PREFIX.length(), secret.length));
    }

    @Override
    public boolean signsTime() {
        return true;
    }

    @Override
    public List<String> fields() {
        return List.of(ID, TIMESTAMP, SIGNATURE);
    }

    @Override
    public @Nullable Presented read(List<String> values) {
        String id = values.get(0);
        Instant timestamp = Stamp.timestamp(values.get(1));
        List<Item> items = Item.list(values.get(2), ' ', ',');
        if (!Stamp.isId(id) || timestamp == null || items == null) {
            return null;
        }
        return new Presented(id, timestamp, preamble(id, timestamp.getEpochSecond()), Item.tagged(VERSION, items));
    }

    @Override
    public String preamble(Stamp stamp) {
        return preamble(stamp.id(), stamp.epochSecond());
    }

    private static String preamble(String id, long epochSecond) {
        return id + "." + epochSecond + ".";
    }

    @Override
    public String spell(byte[] code) {
        return new String(Base64.getEncoder().encode(code), StandardCharsets.US_ASCII);
    }

    @Override
    public Map<String, String> write(Stamp stamp, List<String> signatures) {
        String all = signatures.stream().map(it -> VERSION + "," + it).collect(Collectors.joining(" "));
        return Map.of(ID, stamp.id(), TIMESTAMP, Long.toString(stamp.epochSecond()), SIGNATURE, all);
    }
}
