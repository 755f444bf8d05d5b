package io.tallygate.hmac.webhook;

import io.tallygate.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one endpoint, as its operator has them. Checked here, once: one that was mangled on its way would refuse
 * every webhook and never say why.
 */
record LiveSecrets(WebhookFormat format, List<Secret> secrets) {
    private static final int MOST = 8;

    /** @throws IllegalArgumentException says of each secret that has a fault what it is, by its place from 1 */
    LiveSecrets {
        secrets = List.copyOf(secrets);
        List<String> faults = faults(format, secrets);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(format.name() + ": " + String.join("; also: ", faults));
        }
    }

    static LiveSecrets of(WebhookFormat format, Secret first, Secret... others) {
        List<Secret> secrets = new ArrayList<>(List.of(others));
        secrets.add(0, first);
        return new LiveSecrets(format, secrets);
    }

    private static List<String> faults(WebhookFormat format, List<Secret> secrets) {
        List<String> faults = new ArrayList<>();
        if (secrets.size() > MOST) {
            faults.add("at most " + MOST + " secrets may be live, were " + secrets.size());
        }
        for (int i = 0; i < secrets.size(); i++) {
            String fault = fault(format, new String(secrets.get(i).reveal(), StandardCharsets.ISO_8859_1));
            if (fault != null) {
                faults.add("secret " + (i + 1) + " " + fault);
            }
        }
        return faults;
    }

    private static @Nullable String fault(WebhookFormat format, String text) {
        if (text.endsWith("\n") || text.endsWith("\r")) {
            return "ends in a line break, as files do; strip it";
        }
        if (!text.strip().equals(text)) {
            return "begins or ends with white space; strip it";
        }
        if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7F)) {
            return "has a control character; copy it again";
        }
        return format.fault(text);
    }

    /** The keys that they stand for, in their order. */
    List<WebhookKey> keys() {
        return secrets.stream()
                .map(secret -> new WebhookKey(format.key(secret.reveal())))
                .toList();
    }
}
