package io.tallygate.hmac.webhook;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** GitHub's: signs the body alone. The field of its SHA-1 code, {@code X-Hub-Signature}, is not looked at. */
final class GitHubFormat implements WebhookFormat {
    private static final String FIELD = "X-Hub-Signature-256";
    private static final String DELIVERY = "X-GitHub-Delivery";
    private static final String ALGORITHM = "sha256=";
    private static final int LEAST_CHARACTERS = 16;

    @Override
    public String name() {
        return "GitHub";
    }

    @Override
    public @Nullable String fault(String secret) {
        if (secret.startsWith(ALGORITHM)) {
            return "is a signature; take the secret that was entered with the webhook";
        }
        return secret.length() >= LEAST_CHARACTERS
                ? null
                : "must have at least " + LEAST_CHARACTERS + " bytes, had " + secret.length()
                        + "; enter 32 random characters";
    }

    @Override
    public byte[] key(byte[] secret) {
        return secret;
    }

    @Override
    public boolean signsTime() {
        return false;
    }

    @Override
    public List<String> fields() {
        return List.of(FIELD);
    }

    @Override
    public @Nullable Presented read(List<String> values) {
        String value = values.get(0);
        return value.startsWith(ALGORITHM)
                ? new Presented(null, null, "", List.of(value.substring(ALGORITHM.length())))
                : null;
    }

    @Override
    public String preamble(Stamp stamp) {
        return "";
    }

    @Override
    public String spell(byte[] code) {
        return HexFormat.of().formatHex(code);
    }

    @Override
    public Map<String, String> write(Stamp stamp, List<String> signatures) {
        return Map.of(FIELD, ALGORITHM + signatures.get(0), DELIVERY, stamp.id());
    }
}
