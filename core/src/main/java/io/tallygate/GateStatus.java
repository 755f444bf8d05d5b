package io.tallygate;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a gate can tell of itself at one moment, for metrics and for people; see {@link Tallygate#status()}.
 *
 * @param sessions that are kept
 * @param revocations that stand
 * @param revocationWindow see {@link Tallygate#revocationWindow()}
 * @param feed how the directory's log is followed; null where there is none
 * @param filter how made-up credentials are told from existing ones
 * @param central how often the centre was asked about credentials, or was not although it should have been
 */
public record GateStatus(
        int sessions,
        int revocations,
        Duration revocationWindow,
        @Nullable Feed feed,
        FilterStatus filter,
        CentralStatus central) {
    /**
     * How the directory's log of changes is followed. Counted since the gate was opened.
     *
     * @param pulls that were started
     * @param failures pulls that failed or were given up
     * @param hanging pulls that were given up and whose call has not returned yet
     * @param gaps how often the log had a gap, so that all was read again
     * @param changes that were applied
     * @param news how often the directory told of news
     * @param subscribed whether it has taken on to tell
     */
    public record Feed(
            long pulls, long failures, int hanging, long gaps, long changes, long news, boolean subscribed) {}
}
