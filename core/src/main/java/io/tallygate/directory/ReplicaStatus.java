package io.tallygate.directory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link JdbcDirectory} stands with its two databases. How far a replica is behind its primary nobody can say while
 * the primary is away; this is what can be said.
 *
 * @param inUse whether look-ups are answered by the replica
 * @param primaryHeard when the primary last answered, by the wall clock, null when it has not yet: what was
 *     changed before is in each of the replica's answers if it is in the log that was read; what was changed after may be
 *     missing
 * @param behind how many of the changes that were read from the log the replica lacked when it was last asked; while it is
 *     not 0, it answers nothing
 */
public record ReplicaStatus(boolean inUse, @Nullable Instant primaryHeard, long behind) {}
