package io.tallygate.hmac;

import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Secret;
import io.tallygate.model.StoredSecret;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * How secrets of app keys become the keys of a day that the edges of one region may hold.
 *
 * @param region theirs
 * @param prefixes the brands of signatures they verify, at most {@value #MOST_PREFIXES}
 * @param window for how long after its making a signature may be accepted, at most an hour
 * @param opening what opens the secrets
 * @param sealing what seals the keys
 * @param alarm is told of secrets that are live and cannot be opened
 */
record Derivation(
        String region,
        List<String> prefixes,
        Duration window,
        SecretSeal opening,
        SecretSeal sealing,
        TimeSource time,
        RandomGenerator random,
        SealAlarm alarm) {
    /** As many as fit into one stored secret, with the keys of two days of each. */
    static final int MOST_PREFIXES = 3;

    private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

    Derivation {
        prefixes = List.copyOf(prefixes);
        List<String> faults = new ArrayList<>(opening.faults());
        faults.addAll(sealing.faults());
        if (!DayScope.isRegion(region)) {
            faults.add("a region must have 1 to " + DayScope.LONGEST_REGION + " of A-Z a-z 0-9 - _");
        }
        if (prefixes.isEmpty()
                || prefixes.size() > MOST_PREFIXES
                || !prefixes.stream().allMatch(DayScope::isPrefix)) {
            faults.add("there must be 1 to " + MOST_PREFIXES + " prefixes of 1 to " + DayScope.LONGEST_PREFIX
                    + " of A-Z 0-9, were " + prefixes);
        }
        if (window.isNegative() || window.compareTo(LONGEST_WINDOW) > 0) {
            faults.add("window must be in [0, " + LONGEST_WINDOW + "], was " + window);
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    Derivation alsoOpening(String label, Supplier<Secret> key) {
        return new Derivation(region, prefixes, window, opening.alsoOpening(label, key), sealing, time, random, alarm);
    }

    Derivation prefixes(List<String> others) {
        return new Derivation(region, others, window, opening, sealing, time, random, alarm);
    }

    Derivation window(Duration other) {
        return new Derivation(region, prefixes, other, opening, sealing, time, random, alarm);
    }

    Derivation time(TimeSource other) {
        return new Derivation(region, prefixes, window, opening, sealing, other, random, alarm);
    }

    Derivation random(RandomGenerator other) {
        return new Derivation(region, prefixes, window, opening, sealing, time, other, alarm);
    }

    /** The record with derived keys instead of secrets, if it is an app key. */
    CredentialRecord applied(CredentialRecord record) {
        if (!record.kind().equals(AppKey.KIND)) {
            return record;
        }
        Instant now = Instant.ofEpochMilli(time.epochMillis());
        List<StoredSecret> derived = record.secrets().stream()
                .map(stored -> derived(record, stored, now))
                .toList();
        if (Collections.disjoint(derived, record.secrets())) {
            alarm.over(record.id());
        }
        return record.withSecrets(derived);
    }

    private StoredSecret derived(CredentialRecord record, StoredSecret stored, Instant now) {
        try {
            LiveSecret whole = opening.openWhole(record.id(), stored);
            List<LiveSecret> keys = new ArrayList<>();
            for (LocalDate day : EdgeDays.at(now, record.id(), window)) {
                for (String prefix : prefixes) {
                    DayScope scope = DayScope.of(prefix, day, region);
                    keys.add(new LiveSecret(
                            scope.derive(whole.secret()),
                            scope,
                            EdgeDays.end(day).plus(window)));
                }
            }
            StoredSecret sealed = sealing.sealDerived(record.id(), keys, random);
            return new StoredSecret(sealed.form(), sealed.value(), stored.notAfter());
        } catch (UnopenedSecretException unopened) {
            // The edge cannot open it either: it answers 503, or passes over what has ended.
            if (stored.liveAt(now)) {
                alarm.tell(record.id(), unopened);
            }
            return stored;
        }
    }
}
