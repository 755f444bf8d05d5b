package io.tallygate.quota.ledger;

import io.tallygate.model.AccountId;
import io.tallygate.model.RequestId;
import io.tallygate.quota.plan.Window;
import java.util.List;

/**
 * The central ledger, as edges and billing see it. Thread-safe; may block on I/O. Every method may be called again with
 * the same arguments and then changes nothing more.
 *
 * <p>All methods throw {@link LedgerUnavailableException} when the ledger cannot be asked, or when it is not known
 * whether it took what was said. The caller says it again.
 */
public interface Ledger {
    /** Makes a new edge and its life known. An edge counts nothing before this has succeeded once (rule 8). */
    Welcome register(Life life);

    /**
     * Makes a further life known of an edge that has been registered before. A ledger that does not know the edge has
     * gone back, as by {@link #wentBack}: registered anew, the edge would be held to have closed all windows until now.
     */
    Welcome resume(Life life);

    /** Takes batches, each answered for itself (rules 2 to 7). */
    FlushReply flush(Flush flush);

    /**
     * An edge says that the ledger went back: the head of a chain is older than what the ledger had acknowledged, or an
     * edge that was registered is unknown. Begins a recovery unless one is under way (rule 4); in either case the
     * operator has to confirm the list of edges after this, and what was said of the ends of the edge's lives is void.
     *
     * @return the recovery's number
     */
    long wentBack(Life life);

    /**
     * The edge has sent every counter of every file it keeps since that recovery began, and all were acknowledged. A
     * ledger that knows no recovery of that number yet has gone back since: that begins another, not reported for.
     */
    void recovered(EdgeId edge, long recovery);

    /**
     * An edge says that somebody else lives its life: the head of a chain is a mark it never wrote (rule 5). The life
     * is frozen there and waits for the operator.
     *
     * @param acknowledged units of the frozen life that the ledger had acknowledged to this edge
     * @param counted units this edge has counted in all in that life; what is between the two was never billed
     */
    void disputed(Life life, long acknowledged, long counted);

    /** The life is over, and all it counted was acknowledged (rule 9). */
    void ended(Life life, EndProof proof);

    /** Whether a request id is counted. {@link Presence#NOT_COUNTED} for ids that are not minted. */
    Presence contains(RequestId id);

    /** What an account has used in a window, and whether that is all. */
    Statement statement(AccountId account, Window window);

    /** The windows in which an account has used anything, in order of start and end; {@link CounterKey#USES} may be one. */
    List<Window> windows(AccountId account);

    /** How the ledger is, and what waits for a person. */
    LedgerHealth health();
}
