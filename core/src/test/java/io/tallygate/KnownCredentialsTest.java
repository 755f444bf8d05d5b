package io.tallygate;

import static io.tallygate.NamedRecords.id;
import static io.tallygate.NamedRecords.insert;
import static io.tallygate.NamedRecords.telling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.model.CredentialId;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Screening;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownCredentialsTest {
    private static final FilterSettings SMALL = FilterSettings.standard().expected(1_000);

    private final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
    private final Instant longAgo = time.instant().minus(Duration.ofDays(30));
    private final InMemoryDirectory directory = new InMemoryDirectory();
    private final Recorder told = new Recorder();
    private final Trouble trouble = new Trouble(time);
    private final List<@Nullable CredentialId> pages = new ArrayList<>();
    private Consumer<@Nullable CredentialId> beforePage = after -> {};
    private final ChangeFeed feed = telling(directory.changes().orElseThrow(), after -> {
        pages.add(after);
        beforePage.accept(after);
    });
    private final KnownCredentials known = known(SMALL, 1);
    private final Follower follower = new Follower(feed, time, List.of(known));

    private KnownCredentials known(FilterSettings settings, long seed) {
        Environment environment =
                new Environment(time, new Random(seed), time, trouble.guard(told), Optional.of(directory));
        return new KnownCredentials(settings, environment, trouble);
    }

    private Prospect prospect(KnownCredentials whose, String name, @Nullable Instant born) {
        return whose.prospect(new Screening.Names(id(name), born), time.epochMillis());
    }

    private Prospect prospect(String name, @Nullable Instant born) {
        return prospect(known, name, born);
    }

    /** Of a name whose birth is no reason to let it pass. */
    private Prospect prospect(String name) {
        return prospect(name, longAgo);
    }

    @Test
    void refusesNamesThatDoNotExistAndPassesThoseThatDo() {
        insert(directory, "k1");
        follower.pull();
        insert(directory, "k2");
        follower.pull();
        assertThat(prospect("k1")).isEqualTo(Prospect.FAIR);
        assertThat(prospect("k2")).isEqualTo(Prospect.FAIR);
        assertThat(prospect("k3")).isEqualTo(Prospect.NONE);
        assertThat(known.status().standing()).isTrue();
        assertThat(known.status().credentials()).isEqualTo(2);
        assertThat(known.status().refused()).isEqualTo(1);
    }

    @Test
    void keepsToWhatTheSchemeSays() {
        follower.pull();
        assertThat(known.prospect(Screening.nothing(), time.epochMillis())).isEqualTo(Prospect.FAIR);
        assertThat(known.prospect(Screening.hopeless(), time.epochMillis())).isEqualTo(Prospect.NONE);
        assertThat(known.prospect(Screening.local(), time.epochMillis())).isEqualTo(Prospect.LOCAL);
    }

    @Test
    void refusesNothingBeforeAllIsKnown() {
        assertThat(prospect("k1")).as("the log was never read").isEqualTo(Prospect.FAIR);
        follower.begin();
        assertThat(prospect("k1")).as("the log was not read to its end").isEqualTo(Prospect.YOUNG);
        follower.pull();
        assertThat(prospect("k1")).isEqualTo(Prospect.NONE);
    }

    @Test
    void refusesNothingWhenSwitchedOff() {
        KnownCredentials off = known(SMALL.off(), 1);
        new Follower(feed, time, List.of(off)).pull();
        assertThat(prospect(off, "k1", longAgo)).isEqualTo(Prospect.FAIR);
        assertThat(pages).isEmpty();
    }

    @Test
    void letsPassWhatMayBeYoungerThanWhatItKnows() {
        follower.pull();
        Instant known = time.instant();
        assertThat(prospect("x", known.minusSeconds(3_600))).isEqualTo(Prospect.YOUNG);
        assertThat(prospect("x", known.minusSeconds(3_601))).isEqualTo(Prospect.NONE);
        assertThat(prospect("x", null)).isEqualTo(Prospect.YOUNG);
        time.advance(Duration.ofHours(10));
        assertThat(prospect("x", known)).as("nothing was read since").isEqualTo(Prospect.YOUNG);
        follower.pull();
        assertThat(prospect("x", known)).isEqualTo(Prospect.NONE);
    }

    @Test
    void refusesBirthsThatAreYetToComeUnlessTheNameExists() {
        insert(directory, "k1");
        follower.pull();
        assertThat(prospect("x", time.instant().plusSeconds(3_600))).isEqualTo(Prospect.YOUNG);
        assertThat(prospect("x", time.instant().plusSeconds(3_601))).isEqualTo(Prospect.NONE);
        assertThat(prospect("x", Instant.MAX)).isEqualTo(Prospect.NONE);
        assertThat(prospect("x", Instant.MIN)).isEqualTo(Prospect.NONE);
        assertThat(prospect("k1", Instant.MAX)).isEqualTo(Prospect.FAIR);
    }

    @Test
    void readsAllNamesPageByPage() {
        insert(directory, "k", 0, 2_500);
        follower.pull();
        assertThat(pages)
                .as("to find out how many there are, and again for so many")
                .hasSize(6);
        for (int i = 0; i < 2_500; i++) {
            assertThat(prospect("k" + i)).isEqualTo(Prospect.FAIR);
        }
        assertThat(known.status().capacity()).isEqualTo(3_750);
    }

    /** A name that sorts before the page that is read next is read on no page: it is the log that brings it. */
    @Test
    void missesNoneThatIsAddedWhileAllAreRead() {
        insert(directory, "k", 0, 2_500);
        follower.begin();
        int[] added = {0};
        beforePage = after -> {
            insert(directory, "a" + added[0]++);
            follower.pull();
        };
        new Follower(feed, time, List.of(known)).begin(); // while the other follows on
        follower.pull();
        assertThat(added[0]).isEqualTo(3);
        for (int i = 0; i < added[0]; i++) {
            assertThat(prospect("a" + i)).as("a%s", i).isEqualTo(Prospect.FAIR);
        }
        assertThat(prospect("b")).isEqualTo(Prospect.NONE);
    }

    @Test
    void beginsAnewWithAllItKnows() {
        insert(directory, "k1");
        follower.pull();
        insert(directory, "k2"); // in a part of the log that is lost
        beforePage = after -> assertThat(prospect("k2")).isEqualTo(Prospect.FAIR);
        follower.begin();
        assertThat(prospect("k2")).isEqualTo(Prospect.FAIR);
        follower.pull();
        assertThat(pages).hasSize(2);
        assertThat(prospect("k3")).isEqualTo(Prospect.NONE);
    }

    @Test
    void letsNoFilterStandThatWasFilledWhenReadingBeganAnew() {
        insert(directory, "k", 0, 1_500);
        KnownCredentials roomy = known(SMALL.expected(2_000), 1);
        Follower its = new Follower(feed, time, List.of(roomy));
        beforePage = after -> {
            if (after != null) {
                beforePage = nothing -> {};
                insert(directory, "a"); // the page is past it, and the log has lost it
                its.begin();
            }
        };
        its.pull();
        assertThat(pages).hasSize(4);
        assertThat(prospect(roomy, "a", longAgo)).isEqualTo(Prospect.FAIR);
        assertThat(prospect(roomy, "b", longAgo)).isEqualTo(Prospect.NONE);
    }

    @Test
    void growsWhenMoreAreAddedThanItWasBuiltFor() {
        follower.pull();
        for (int i = 0; i < 10; i++) {
            insert(directory, "k", i * 300, i * 300 + 300);
            beforePage =
                    after -> assertThat(prospect("k0")).as("without a pause").isEqualTo(Prospect.FAIR);
            follower.pull();
        }
        FilterStatus status = known.status();
        assertThat(status.credentials()).isCloseTo(3_000, within(30L));
        assertThat(status.capacity()).isGreaterThanOrEqualTo(status.credentials());
        assertThat(status.expected()).isLessThan(0.011);
        for (int i = 0; i < 3_000; i++) {
            assertThat(prospect("k" + i)).isEqualTo(Prospect.FAIR);
        }
        assertThat(pages).as("not for each that is added").hasSizeLessThan(30);
    }

    @Test
    void forgetsRemovedNamesWhenTheyAreMany() {
        insert(directory, "k", 0, 100);
        follower.pull();
        for (int i = 0; i < 25; i++) {
            directory.delete(id("k" + i), 1);
        }
        follower.pull();
        assertThat(prospect("k0")).as("nothing can be taken out").isEqualTo(Prospect.FAIR);
        directory.delete(id("k25"), 1);
        follower.pull();
        assertThat(prospect("k0")).isEqualTo(Prospect.NONE);
        assertThat(prospect("k26")).isEqualTo(Prospect.FAIR);
        assertThat(known.status().credentials()).isEqualTo(74);
        assertThat(pages).hasSize(2);
    }

    @Test
    void takesNoMoreMemoryThanItMayAndStillRefusesNoneThatExists() {
        KnownCredentials bounded = known(SMALL.most(1_000), 1);
        insert(directory, "k", 0, 3_000);
        new Follower(feed, time, List.of(bounded)).pull();
        FilterStatus status = bounded.status();
        assertThat(status.capacity()).isEqualTo(1_000);
        assertThat(status.bytes()).isEqualTo(1_200);
        assertThat(status.measured()).as("and says so").isGreaterThan(0.3);
        for (int i = 0; i < 3_000; i++) {
            assertThat(prospect(bounded, "k" + i, longAgo)).isEqualTo(Prospect.FAIR);
        }
        assertThat(pages).hasSize(4);
    }

    @Test
    void triesAgainLaterWhenTheNamesCannotBeRead() {
        insert(directory, "k", 0, 100);
        follower.pull();
        beforePage = after -> {
            throw new DirectoryUnavailableException("down");
        };
        for (int i = 0; i < 50; i++) {
            directory.delete(id("k" + i), 1);
        }
        follower.pull();
        assertThat(prospect("k0")).as("what stood goes on standing").isEqualTo(Prospect.FAIR);
        assertThat(prospect("x")).isEqualTo(Prospect.NONE);
        assertThat(told.alarms).hasSize(1).first().asString().startsWith("filter-failed: ");
        time.advance(Duration.ofMinutes(3));
        assertThat(pages).hasSizeBetween(4, 8);
        beforePage = after -> {};
        time.advance(Duration.ofMinutes(1));
        assertThat(prospect("k0")).isEqualTo(Prospect.NONE);
        assertThat(prospect("k99")).isEqualTo(Prospect.FAIR);
        assertThat(time.pending()).isZero();
    }

    @Test
    void leavesNothingBehindWhenClosed() {
        beforePage = after -> {
            throw new StackOverflowError("deep");
        };
        follower.pull();
        assertThat(time.pending()).isOne();
        known.close();
        assertThat(time.pending()).isZero();
        follower.begin();
        assertThat(pages).hasSize(1);
        assertThat(prospect("x")).isEqualTo(Prospect.FAIR);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.05, 0.01, 0.001})
    void letsSuchAPartOfTheMadeUpNamesPassAsItWasToldTo(double falsePositives) {
        CredentialFilter filter = new CredentialFilter(100_000, falsePositives);
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            filter.add(random.nextLong());
        }
        assertThat(filter.held()).isCloseTo(100_000, within(1_000L));
        FilterStatus status = filter.status(i -> random.nextLong(), 0);
        assertThat(status.measured() / falsePositives).isBetween(0.9, 1.1);
        assertThat(status.expected() / falsePositives).isBetween(0.97, 1.03);
        assertThat(status.bytes()).isEqualTo((long) Math.ceil(-100_000 * Math.log(falsePositives) / 0.480453 / 64) * 8);
    }

    /** Who found out what passes one edge has found out nothing about another, nor about this one after a restart. */
    @Test
    void hasItsOwnFalsePositivesOnEachEdge() {
        insert(directory, "k", 0, 1_000);
        BitSet one = passing(1);
        BitSet other = passing(2);
        assertThat(one.cardinality()).isBetween(2_000, 6_000);
        assertThat(passing(1)).isEqualTo(one);
        int of = one.cardinality();
        one.and(other);
        assertThat(one.cardinality()).isBetween(of / 50, of / 5);
    }

    private BitSet passing(long seed) {
        KnownCredentials edge = known(SMALL.falsePositives(0.1).most(1_000), seed);
        new Follower(feed, time, List.of(edge)).pull();
        BitSet passing = new BitSet();
        for (int i = 0; i < 40_000; i++) {
            passing.set(i, prospect(edge, "x" + i, longAgo) == Prospect.FAIR);
        }
        return passing;
    }
}
