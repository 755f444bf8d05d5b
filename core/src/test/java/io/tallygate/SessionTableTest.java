package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Demand;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Revocation;
import io.tallygate.spi.Listener.SessionEnd;
import io.tallygate.spi.Proof;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionTableTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final ManualTime time = ManualTime.at("2026-01-01T00:00:00Z");
    private final Revocations revocations = new Revocations(time);
    private final RecentChanges changes = new RecentChanges();
    private final Recorder told = new Recorder();
    private final StubMeter meter = new StubMeter();
    private final SessionTable table =
            table(SessionSettings.standard().maxPerSubject(3).maxTotal(100));

    private SessionTable table(SessionSettings settings) {
        return table(settings, revocations);
    }

    private SessionTable table(SessionSettings settings, Revocations standing) {
        return new SessionTable(settings, standing, changes, told, new Trouble(time), 42);
    }

    private void revoke(SessionTable of, Revocation what) {
        revocations.say(what, null);
        of.revoke(what);
    }

    private static Fingerprint fingerprint(long number) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.become(number * 0x9E3779B97F4A7C15L, number, 0, 0);
        return fingerprint;
    }

    private Session session(long fingerprint, Entitlement entitlement, long nanos) {
        return new Session(
                fingerprint(fingerprint),
                new Claim(entitlement, Proof.bearer(), changes.number()),
                meter.open(entitlement),
                false,
                null,
                nanos);
    }

    private static Entitlement of(String account, String subject, String credential) {
        return GateBench.entitlement(account, credential).withSubject(subject);
    }

    @Test
    void findsTheYoungestLiveSessionAndLetsOthersRunOut() {
        Session old = session(1, of("a", "s", "v1"), 0);
        Session young = session(1, of("a", "s", "v2"), HOUR);
        table.add(old, 0);
        table.add(young, HOUR);
        assertThat(table.find(fingerprint(1), HOUR)).isSameAs(young);
        young.touch(20 * HOUR, table.times());
        assertThat(old.used()).as("only the youngest slides").isZero();
        table.end(List.of(young), SessionEnd.CHANGED);
        assertThat(table.find(fingerprint(1), 23 * HOUR)).isSameAs(old);
        assertThat(table.find(fingerprint(1), 24 * HOUR)).isNull();
    }

    @Test
    void takesOldSessionsOutOfTheMiddleOfAChain() {
        List<Session> chain = IntStream.range(0, 3)
                .mapToObj(i -> session(1, of("a", "s" + i, "c" + i), i))
                .toList();
        chain.forEach(session -> table.add(session, session.used()));
        revoke(table, new Revocation.OfCredential(new CredentialId("c1")));
        assertThat(table.find(fingerprint(1), 5)).isSameAs(chain.get(2));
        revoke(table, new Revocation.OfCredential(new CredentialId("c2")));
        assertThat(table.find(fingerprint(1), 5)).isSameAs(chain.get(0));
        revoke(table, new Revocation.OfCredential(new CredentialId("c0")));
        assertThat(table.find(fingerprint(1), 5)).isNull();
        assertThat(table.size()).isZero();
    }

    @Test
    void makesOneSessionOfOneClaim() {
        Session first = session(1, of("a", "s", "c"), 0);
        Session second =
                new Session(first.fingerprint(), first.claim(), meter.open(first.entitlement()), false, null, 0);
        assertThat(table.add(first, 0)).isSameAs(first);
        assertThat(table.add(second, 0)).isSameAs(first);
        assertThat(meter.tabsClosed).hasValue(1);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void writesTheTimeOfUseOnceAMinute() {
        Session session = session(1, of("a", "s", "c"), 0);
        table.add(session, 0);
        session.touch(60 * SECOND, table.times());
        assertThat(session.used()).isZero();
        session.touch(60 * SECOND + 1, table.times());
        assertThat(session.used()).isEqualTo(60 * SECOND + 1);
    }

    @Test
    void evictsTheIdlestOfASubject() {
        for (int i = 0; i < 3; i++) {
            table.add(session(i, of("a", "s", "c" + i), i), i);
        }
        Session first = table.find(fingerprint(0), 10);
        assertThat(first).isNotNull();
        first.touch(HOUR, table.times());
        table.add(session(9, of("a", "s", "c9"), HOUR), HOUR);
        assertThat(table.find(fingerprint(1), HOUR)).as("the idlest").isNull();
        assertThat(table.find(fingerprint(0), HOUR)).isSameAs(first);
        assertThat(told.ended).containsExactly(SessionEnd.EVICTED);
        assertThat(table.size()).isEqualTo(3);
    }

    @Test
    void keepsTheTotalAndMostlyTheRecentlyUsed() {
        for (int i = 0; i < 200; i++) {
            table.add(session(i, of("a", "s" + i, "c" + i), i * SECOND), i * SECOND);
            assertThat(table.size()).isLessThanOrEqualTo(100);
        }
        long recent = IntStream.range(100, 200)
                .filter(i -> table.find(fingerprint(i), 200 * SECOND) != null)
                .count();
        assertThat(recent).isGreaterThan(75);
        assertThat(meter.tabsClosed).hasValue(100);
    }

    @Test
    void endsWhatARevocationNamesAndNothingElse() {
        Provenance token = Provenance.token("iss", "key", "jti", Instant.EPOCH);
        Entitlement signed = Entitlement.of(new AccountId("a"), token).withSubject("t");
        List<Revocation> each = List.of(
                new Revocation.OfAccount(new AccountId("a")),
                new Revocation.OfSubject(new AccountId("a"), "t"),
                new Revocation.OfKey("iss", "key"),
                new Revocation.OfToken("iss", "jti"),
                new Revocation.IssuedBefore(Instant.EPOCH.plusSeconds(1)));
        for (Revocation revocation : each) {
            Revocations standing = new Revocations(time);
            SessionTable fresh = table(SessionSettings.standard(), standing);
            Session hit = session(1, signed, 0);
            Entitlement other = Entitlement.of(
                    new AccountId("b"), Provenance.token("iss", "key2", "jti2", Instant.EPOCH.plusSeconds(1)));
            Session spared = session(2, other, 0);
            fresh.add(hit, 0);
            fresh.add(spared, 0);
            standing.say(revocation, null);
            fresh.revoke(revocation);
            assertThat(hit.end()).as("%s", revocation).isEqualTo(SessionEnd.REVOKED);
            assertThat(fresh.find(fingerprint(2), 0)).isSameAs(spared);
            assertThat(fresh.add(session(3, signed, 0), 0))
                    .as("kept: %s", revocation)
                    .isNull();
            assertThat(fresh.add(session(4, other, 0), 0)).isNotNull();
        }
    }

    @Test
    void sweepsAllThatIsOver() {
        SessionTable big = table(SessionSettings.standard().maxTotal(10_000));
        for (int i = 0; i < 5_000; i++) {
            Entitlement entitlement = of("a", "s" + i, "c" + i);
            big.add(
                    session(i, i % 5 == 0 ? entitlement.withNotAfter(Instant.ofEpochMilli(10)) : entitlement, i % 2),
                    0);
        }
        big.sweep(1, 10);
        assertThat(big.size()).isEqualTo(4_000);
        big.sweep(24 * HOUR, 10);
        assertThat(big.size()).isEqualTo(2_000);
        big.sweep(24 * HOUR + 1, 10);
        assertThat(big.size()).isZero();
        assertThat(told.ended).hasSize(5_000).containsOnly(SessionEnd.EXPIRED);
        assertThat(meter.tabsClosed).hasValue(5_000);
    }

    /**
     * Threads add, find, slide, revoke, end and sweep at once. At no time are the bounds exceeded; no session of a
     * revoked credential is found after its revocation has returned; and each tab that was opened is closed once.
     */
    @Test
    void holdsItsPromisesUnderContention() throws Exception {
        SessionTable shared = table(SessionSettings.standard().maxPerSubject(4).maxTotal(64));
        AtomicInteger serial = new AtomicInteger();
        AtomicInteger revoked = new AtomicInteger();
        AtomicBoolean watching = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try {
            CountDownLatch looked = new CountDownLatch(1);
            Future<?> watch = threads.submit(() -> {
                while (watching.get()) {
                    assertThat(shared.size()).isLessThanOrEqualTo(64);
                    looked.countDown();
                }
            });
            looked.await();
            List<Callable<Void>> work = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                SplittableRandom random = new SplittableRandom(thread);
                work.add(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        step(shared, random, serial, revoked);
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
            watching.set(false);
            watch.get();
        } finally {
            threads.shutdownNow();
        }
        assertThat(revoked.get()).isGreaterThan(100);
        shared.close();
        assertThat(shared.size()).isZero();
        assertThat(meter.tabsClosed).hasValue(meter.opened.get());
        assertThat(told.ended).hasSameSizeAs(told.begun);
    }

    private void step(SessionTable shared, SplittableRandom random, AtomicInteger serial, AtomicInteger revoked) {
        int number = random.nextInt(200);
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                String credential = "c" + serial.incrementAndGet() / 8;
                shared.add(session(number, of("a", "s" + number % 40, credential), number), number);
            }
            case 3 -> {
                CredentialId credential = new CredentialId("c" + serial.get() / 8);
                revoke(shared, new Revocation.OfCredential(credential));
                revoked.incrementAndGet();
                for (int i = 0; i < 200; i++) {
                    Session found = shared.find(fingerprint(i), 0);
                    assertThat(found == null
                                    || !credential.equals(
                                            found.entitlement().provenance().credential()))
                            .isTrue();
                }
            }
            case 4 -> shared.sweep(24 * HOUR + 100, 0);
            default -> {
                Session found = shared.find(fingerprint(number), 0);
                if (found != null) {
                    found.touch(random.nextInt(200) * SECOND, shared.times());
                    found.tab().charge(Demand.plain(), null, 0, 0);
                }
            }
        }
    }
}
