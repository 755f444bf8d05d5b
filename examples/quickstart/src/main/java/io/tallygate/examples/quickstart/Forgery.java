package io.tallygate.examples.quickstart;

import io.tallygate.apikey.ApiKeys;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Keys that nobody issued, made up by who knows how keys are spelled, and even what some are named: a directory of his
 * own has the right form and the right names, and only the secrets are others.
 */
final class Forgery {
    private static final String DIGITS = "0123456789";

    private final List<String> realKeys;
    private final List<CredentialId> realNames = new ArrayList<>();
    private final ShiftedTime yesterday = new ShiftedTime();
    private final ApiKeys elsewhere;
    private final Random random = new Random();

    /** After those keys, and those records without their secrets. */
    Forgery(List<String> realKeys, List<CredentialRecord> realRecords) {
        this.realKeys = realKeys;
        InMemoryDirectory directory = new InMemoryDirectory();
        for (CredentialRecord record : realRecords) {
            realNames.add(directory
                    .insert(record.withSecrets(List.of()).withVersion(0))
                    .id());
        }
        yesterday.forward(-Duration.ofDays(1).toMillis());
        this.elsewhere = ApiKeys.in(directory).time(yesterday);
    }

    /** A real key with a typing error. */
    String mistyped() {
        StringBuilder key = new StringBuilder(any(realKeys));
        int at = key.length() - 1 - random.nextInt(30);
        char wrong = DIGITS.charAt(random.nextInt(10));
        key.setCharAt(at, wrong == key.charAt(at) ? 'x' : wrong);
        return key.toString();
    }

    /** Without a fault, of a name that is a day old and that nobody has. */
    String unknown() {
        return elsewhere.issue("anybody").secret();
    }

    /** Without a fault, of a name that somebody has. */
    String nearMiss() {
        return elsewhere.rotate(any(realNames), Duration.ZERO).secret();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
