package io.tallygate.spi;

import io.tallygate.model.Denial;
import io.tallygate.model.HttpReply;
import io.tallygate.model.InboundRequest;
import java.util.List;
import java.util.Optional;

/**
 * How one kind of credential is parsed, looked up and proven. Thread-safe.
 *
 * @param <C> the scheme's credential; what {@link #parse} returns and the other methods are given
 */
public interface AuthenticationScheme<C extends Credential> extends AutoCloseable {
    /** A short stable name for logs and metrics, such as {@code api-key}; unique within a gate. */
    String name();

    /**
     * Looks for this scheme's credential in the request. Local, strict, bounded in time and memory by the size of the
     * fields it reads; returns {@link Parsed#absent()}, {@link Parsed#malformed()} or a {@code C}.
     */
    Parsed parse(InboundRequest request);

    /**
     * Says what can be said of the credential without asking anybody, so that made-up ones need not be looked up. Local
     * and quick, as it runs on the request's thread; the same each time; unless overridden, there is nothing to say.
     * What {@link #resolve} does rests on none of it: the gate may look up what was never screened.
     */
    default Screening screen(C credential) {
        return Screening.nothing();
    }

    /**
     * Finds out what the credential gives. The only method that may call the centre; the gate runs it off the request
     * thread, once for concurrent requests of one credential, and gives up waiting after its time limit. It may so outlive the
     * request: the credential must hold on to texts it took from the request, never to the request.
     *
     * @throws DirectoryUnavailableException when the centre cannot be asked; the caller is answered 503
     */
    Resolution<C> resolve(C credential);

    /**
     * The proof of a credential that nobody has: requests with one that does not exist are verified with it, in vain, so that
     * their refusal takes as long as that of a wrong signature. It never verifies anything, whatever it is given, and says
     * what a real one says of a wrong signature. Asked for once, when the gate opens. For kinds whose verification costs what
     * can be measured; unless overridden, there is none.
     */
    default Optional<Proof<C>> decoy() {
        return Optional.empty();
    }

    /**
     * The {@code WWW-Authenticate} values that tell a caller how to do better (RFC 9110, 11.6.1).
     *
     * @param denial a denial that is answered 401, or one that carries a challenge with another status
     * @param realm free of quotes, backslashes and controls
     */
    List<String> challenges(Denial denial, String realm);

    /**
     * Further fields that go with {@link #challenges}, such as {@code Accept-Signature} (RFC 9421, 5); unless overridden,
     * there are none. None may be one that the gate itself writes.
     *
     * @param denial as there
     */
    default List<HttpReply.Field> hints(Denial denial) {
        return List.of();
    }

    /**
     * Whether this scheme is asked only when no other has found a credential: for kinds that can parse anything, such
     * as introspected tokens.
     */
    default boolean last() {
        return false;
    }

    @Override
    default void close() {}
}
