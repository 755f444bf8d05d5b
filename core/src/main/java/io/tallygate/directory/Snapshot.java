package io.tallygate.directory;

import io.tallygate.model.AccountId;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.FeedPosition;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an edge knew of its directory at one time.
 *
 * @param position behind the last change that is in it
 * @param asOf when that was all there was
 * @param revocations those that stood
 * @param plans of accounts, empty for those that have none; in the order of their last use
 * @param records without their plans, in the order of their last use
 */
record Snapshot(
        FeedPosition position,
        Instant asOf,
        List<Change.Revoked> revocations,
        Map<AccountId, Optional<String>> plans,
        List<CredentialRecord> records) {
    Snapshot {
        revocations = List.copyOf(revocations);
        plans = Collections.unmodifiableMap(new LinkedHashMap<>(plans));
        records = List.copyOf(records);
    }
}
