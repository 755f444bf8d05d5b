package io.tallygate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.Denial;
import io.tallygate.model.HttpReply;
import io.tallygate.model.InboundRequest;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Credential;
import io.tallygate.spi.Identity;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Screening;
import io.tallygate.spi.Verdict;
import io.tallygate.testing.FakeRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every authentication scheme keeps to. Extend it beside your scheme's own tests; each method below says what to
 * supply. Requests are made fresh each time, because a signing scheme accepts each only once.
 *
 * @param <C> the scheme's credential
 */
public abstract class SchemeContract<C extends Credential> {
    private AuthenticationScheme<C> scheme;

    /** A newly opened scheme that knows one credential. */
    protected abstract AuthenticationScheme<C> open() throws Exception;

    /** A request that carries the known credential and is the caller's own; a new one on each call. */
    protected abstract FakeRequest genuine();

    /** A request that carries a well-formed credential which exists nowhere. */
    protected abstract FakeRequest unknown();

    /** A request whose credential names what exists, with a wrong secret or signature. */
    protected abstract FakeRequest wrongSecret();

    /** Requests that carry a broken credential of this scheme: at least repeated, truncated, oversized, non-ASCII. */
    protected abstract List<FakeRequest> malformed();

    /** Requests that carry nothing of this scheme, or other schemes' credentials. */
    protected abstract List<FakeRequest> absent();

    /** The secret texts that no {@code toString} may show. */
    protected abstract List<String> secrets();

    /** The wall time at which {@link #genuine()} requests are in time. */
    protected abstract long epochMillis();

    /** Whether sending a request again is refused. */
    protected boolean refusesReplays() {
        return false;
    }

    @BeforeEach
    void openScheme() throws Exception {
        scheme = open();
    }

    @AfterEach
    void closeScheme() {
        scheme.close();
        scheme.close();
    }

    @Test
    void hasANameForLogsAndMetrics() {
        assertThat(scheme.name()).matches("[a-z][a-z0-9-]{0,31}");
    }

    @Test
    void findsNothingWhereThereIsNothingOfItsOwn() {
        assertThat(scheme.parse(FakeRequest.get("/"))).isSameAs(Parsed.absent());
        assertThat(absent())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(scheme.parse(request)).isSameAs(Parsed.absent()));
    }

    @Test
    void refusesEveryBrokenForm() {
        assertThat(malformed())
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(request -> assertThat(isMalformed(request)).isTrue());
    }

    private boolean isMalformed(FakeRequest request) {
        return scheme.parse(request) == Parsed.malformed() || scheme.screen(found(request)) == Screening.malformed();
    }

    @Test
    void givesOneCredentialOneIdentity() {
        assertThat(identity(found(genuine())))
                .isEqualTo(identity(found(genuine())))
                .isNotEmpty();
    }

    @Test
    void givesAnotherCredentialAnotherIdentity() {
        assertThat(identity(found(unknown()))).isNotEqualTo(identity(found(genuine())));
    }

    /** Every one-character change of a field is malformed, absent, or somebody else; or it is not verified. */
    @Test
    void acceptsOneSpellingOnly() {
        FakeRequest request = genuine();
        List<FakeRequest> others = otherSpellings(request);
        assertThat(others).hasSizeGreaterThan(8);
        for (FakeRequest other : others) {
            if (scheme.parse(other) instanceof Credential credential) {
                assertThat(sameAs(credential) && verified(other))
                        .as("another spelling")
                        .isFalse();
            }
        }
    }

    private boolean sameAs(Credential credential) {
        return identity(credential).equals(identity(found(genuine())));
    }

    private boolean verified(FakeRequest request) {
        C credential = found(request);
        return scheme.resolve(credential) instanceof Resolution.Known<C> known
                && !(known.proof().verify(credential, request, epochMillis()) instanceof Verdict.Failed);
    }

    private static List<FakeRequest> otherSpellings(FakeRequest request) {
        List<FakeRequest> others = new ArrayList<>();
        for (String name : new HashSet<>(request.headerNames())) {
            String value = request.headers(name).get(0);
            for (int i = value.indexOf(' ') + 1; i < value.length(); i++) {
                char c = value.charAt(i);
                String rest = value.substring(i + 1);
                others.add(with(request, name, value.substring(0, i) + (char) (c ^ 0x20) + rest));
                others.add(with(request, name, value.substring(0, i) + ' ' + c + rest));
            }
            others.add(with(request, name, value + "="));
            others.add(with(request, name, value + " "));
        }
        return others;
    }

    private static FakeRequest with(InboundRequest request, String name, String value) {
        FakeRequest other = FakeRequest.of(request.method(), request.target());
        for (String present : new HashSet<>(request.headerNames())) {
            for (String line : request.headers(present)) {
                other = other.header(present, present.equals(name) ? value : line);
            }
        }
        return other;
    }

    @Test
    void knowsAndVerifiesAGenuineRequest() {
        FakeRequest request = genuine();
        C credential = found(request);
        Resolution.Known<C> known = known(credential);
        assertThat(known.proof().verify(credential, request, epochMillis())).isNotInstanceOf(Verdict.Failed.class);
    }

    @Test
    void verifiesLaterRequestsByTheProofOfTheFirst() {
        Resolution.Known<C> known = known(found(genuine()));
        for (int i = 0; i < 3; i++) {
            FakeRequest later = genuine();
            assertThat(known.proof().verify(found(later), later, epochMillis())).isNotInstanceOf(Verdict.Failed.class);
        }
    }

    @Test
    void tellsUnknownFromWrongNowhere() {
        assertThat(denialOf(unknown())).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(denialOf(wrongSecret())).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    /** What is screened out is never looked up, so it must be what a look-up would refuse; and the same each time. */
    @Test
    void screensOutOnlyWhatItRefusesAnyway() {
        assertThat(scheme.screen(found(genuine()))).isNotIn(Screening.hopeless(), Screening.malformed());
        for (FakeRequest request : manyCredentials()) {
            if (scheme.parse(request) instanceof Credential) {
                C credential = found(request);
                Screening screening = scheme.screen(credential);
                assertThat(scheme.screen(credential)).isEqualTo(screening);
                if (screening == Screening.hopeless()) {
                    assertThat(scheme.resolve(credential))
                            .isEqualTo(new Resolution.Refused<C>(Denial.INVALID_CREDENTIAL));
                } else if (screening == Screening.malformed()) {
                    assertThat(scheme.resolve(credential))
                            .isEqualTo(new Resolution.Refused<C>(Denial.MALFORMED_CREDENTIAL));
                }
            }
        }
    }

    private List<FakeRequest> manyCredentials() {
        List<FakeRequest> all = new ArrayList<>(otherSpellings(genuine()));
        all.addAll(List.of(unknown(), wrongSecret(), genuine()));
        return all;
    }

    /** The gate refuses names that it knows not to exist: so they must be those of the records that are looked up. */
    @Test
    void namesTheRecordThatItLooksUp() {
        if (scheme.screen(found(genuine())) instanceof Screening.Names names) {
            assertThat(names.record())
                    .isEqualTo(
                            known(found(genuine())).entitlement().provenance().credential());
            assertThat(scheme.screen(found(wrongSecret()))).isEqualTo(names);
            assertThat(scheme.screen(found(unknown()))).isNotEqualTo(names);
            assertThat(names.born() == null || names.born().toEpochMilli() <= epochMillis())
                    .as("was not born later than it is used")
                    .isTrue();
            assertThat(secrets())
                    .allSatisfy(secret -> assertThat(names.toString()).doesNotContain(secret));
        }
    }

    @Test
    void refusesAReplayIfItSaysSoAndOnlyThen() {
        FakeRequest request = genuine();
        Resolution.Known<C> known = known(found(request));
        known.proof().verify(found(request), request, epochMillis());
        Verdict again = known.proof().verify(found(request), request, epochMillis());
        assertThat(again.equals(new Verdict.Failed(Denial.REPLAYED))).isEqualTo(refusesReplays());
    }

    @Test
    void showsNoSecret() {
        C credential = found(genuine());
        assertThat(secrets()).isNotEmpty().allSatisfy(secret -> {
            assertThat(credential.toString()).doesNotContain(secret);
            assertThat(known(credential).toString()).doesNotContain(secret);
            assertThat(scheme.toString()).doesNotContain(secret);
        });
    }

    @Test
    void challengesWhoeverIsAnsweredUnauthorized() {
        for (Denial denial :
                List.of(Denial.NO_CREDENTIAL, Denial.INVALID_CREDENTIAL, Denial.EXPIRED, Denial.REPLAYED)) {
            assertThat(scheme.challenges(denial, "the realm"))
                    .isNotEmpty()
                    .allSatisfy(challenge -> assertThat(new HttpReply.Field("WWW-Authenticate", challenge).value())
                            .matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+( [\\x20-\\x7E]+)?"));
        }
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> runs = threads.invokeAll(List.of(run(), run(), run(), run()));
            int verified = 0;
            for (Future<Integer> each : runs) {
                verified += each.get();
            }
            assertThat(verified).isEqualTo(4 * 250);
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<Integer> run() {
        return () -> {
            Set<String> identities = new HashSet<>();
            int verified = 0;
            for (int i = 0; i < 250; i++) {
                FakeRequest request = genuine();
                identities.add(identity(found(request)));
                verified += verified(request) ? 1 : 0;
            }
            assertThat(identities).hasSize(1);
            return verified;
        };
    }

    private Denial denialOf(FakeRequest request) {
        C credential = found(request);
        Resolution<C> resolution = scheme.resolve(credential);
        if (resolution instanceof Resolution.Refused<C> refused) {
            return refused.denial();
        }
        Verdict verdict = known(credential).proof().verify(credential, request, epochMillis());
        assertThat(verdict).isInstanceOf(Verdict.Failed.class);
        return ((Verdict.Failed) verdict).denial();
    }

    private Resolution.Known<C> known(C credential) {
        Resolution<C> resolution = scheme.resolve(credential);
        assertThat(resolution).isInstanceOf(Resolution.Known.class);
        return (Resolution.Known<C>) resolution;
    }

    @SuppressWarnings("unchecked") // a scheme is only given what it parsed
    private C found(InboundRequest request) {
        Parsed parsed = scheme.parse(request);
        assertThat(parsed).isInstanceOf(Credential.class);
        return (C) parsed;
    }

    /** What the credential writes, with lengths, as the gate would hash it. */
    private static String identity(Credential credential) {
        StringBuilder written = new StringBuilder();
        Identity identity = (text, from, to) ->
                written.append(to - from).append(':').append(text, from, to).append(',');
        credential.identify(identity);
        assertThat(written.chars()).allMatch(c -> c <= 0xFF);
        return written.toString();
    }
}
