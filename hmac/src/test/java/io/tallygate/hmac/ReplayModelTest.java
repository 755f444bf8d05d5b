package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Edges that live, restart and have their clocks set, compared with a plain set of all that was ever let in: nothing is let
 * in twice, ever; and while the clock goes forward, all that is new and signed late enough is let in.
 */
@Tag("anywhere")
class ReplayModelTest {
    private static final int STEPS = 40_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 20_260_131, -9})
    void letsInAllThatIsNewAndNothingTwice(long seed) {
        Walk walk = new Walk(seed, Replays.local().capacity(100).perKey(100), false);
        walk.run("seed " + seed);
    }

    /** What that promises holds only for callers whose clocks are not ahead, so here are no others. */
    @ParameterizedTest
    @ValueSource(longs = {2, 31_337})
    void keepsItsPromiseToCallersOnTimeWhenServingAtOnce(long seed) {
        Walk walk = new Walk(seed, Replays.local().capacity(100).perKey(100).servingAtOnce(), true);
        walk.run("seed " + seed);
    }

    private static final class Walk {
        private final Random random;
        private final Replays replays;
        private final boolean onTime;
        private final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
        private final byte[] code = new byte[MacKey.LENGTH];
        private final Set<Signed> everAdmitted = new HashSet<>();
        private final List<Signed> sent = new ArrayList<>();
        private final KeyNonces key = new KeyNonces();
        private GuardedEdge edge;
        private long begunAt;
        private long latest;
        private boolean setBack;

        private int fresh;
        private int replayed;
        private int resigned;
        private int starting;
        private int restarts;

        Walk(long seed, Replays replays, boolean onTime) {
            this.random = new Random(seed);
            this.replays = replays;
            this.onTime = onTime;
            this.edge = begin();
        }

        /** One of all requests, by its number. */
        private record Signed(long number, long created) {}

        void run(String seed) {
            for (int step = 0; step < STEPS; step++) {
                latest = Math.max(latest, time.epochMillis());
                switch (random.nextInt(100)) {
                    case 0 -> time.advance(Duration.ofMillis(random.nextLong(400_000)));
                    case 1 -> jump();
                    case 2 -> restart();
                    case 3, 4, 5, 6 -> time.advance(Duration.ofMillis(random.nextLong(10_000)));
                    default -> ask(seed + ", step " + step);
                }
            }
            assertThat(fresh).as(seed).isGreaterThan(5_000);
            assertThat(replayed).as(seed).isGreaterThan(1_000);
            assertThat(resigned).as(seed).isGreaterThan(500);
            assertThat(starting).as(seed).isGreaterThan(50);
            assertThat(restarts).as(seed).isGreaterThan(50);
        }

        private GuardedEdge begin() {
            begunAt = time.epochMillis();
            setBack = false;
            return new GuardedEdge(replays, time);
        }

        /** Seldom far; back, most of the time, by as much as it was put forward. */
        private void jump() {
            long millis = random.nextLong(random.nextInt(3) == 0 ? 4_000_000 : 60_000);
            boolean back = random.nextBoolean();
            time.jumpWall(Duration.ofMillis(back ? -millis : millis));
            setBack |= back;
        }

        /** Not while the clock is behind: that is what the promise rests on. */
        private void restart() {
            long behind = latest - time.epochMillis();
            if (behind > 0) {
                time.advance(Duration.ofMillis(behind));
            }
            time.advance(Duration.ofMillis(onTime || random.nextBoolean() ? 1 + random.nextInt(40_000) : 0));
            edge = begin();
            restarts++;
        }

        private void ask(String where) {
            Signed signed = random.nextBoolean() ? again() : anew();
            if (!withinWindow(signed.created())) {
                return;
            }
            boolean isNew = !everAdmitted.contains(signed);
            Remembered found = edge.ask(key, Codes.of(signed.number(), code), signed.created());
            if (found == Remembered.FRESH) {
                assertThat(isNew).as(where).isTrue();
                everAdmitted.add(signed);
            }
            if (isNew && !setBack && knowable(signed.created())) {
                assertThat(found).as(where).isEqualTo(Remembered.FRESH);
            }
            count(found);
        }

        private void count(Remembered found) {
            switch (found) {
                case FRESH -> fresh++;
                case REPLAYED -> replayed++;
                case RESIGN -> resigned++;
                case STARTING -> starting++;
                case FULL -> throw new AssertionError("there is room for all");
            }
        }

        private boolean knowable(long created) {
            return onTime ? created * 1_000 >= begunAt : created * 1_000 > begunAt + GuardedEdge.SKEW.toMillis();
        }

        private Signed anew() {
            long ahead = onTime ? 0 : ahead();
            long behind = random.nextInt(4) == 0 ? random.nextLong(GuardedEdge.MAX_AGE.toSeconds()) : 0;
            Signed signed = new Signed(sent.size(), edge.now() + ahead - behind);
            sent.add(signed);
            return signed;
        }

        /** Between the bounds of the skew, and often at the upper one. */
        private long ahead() {
            long most = GuardedEdge.SKEW.toSeconds();
            return random.nextInt(4) == 0 ? most : random.nextLong(2 * most) - most;
        }

        /** Most of the time one of the youngest, which may still be within the window. */
        private Signed again() {
            if (sent.isEmpty()) {
                return anew();
            }
            int back = random.nextInt(Math.min(sent.size(), random.nextInt(5) == 0 ? 2_000 : 100));
            return sent.get(sent.size() - 1 - back);
        }

        private boolean withinWindow(long created) {
            long age = time.epochMillis() - created * 1_000;
            return age <= GuardedEdge.MAX_AGE.toMillis() && -age <= GuardedEdge.SKEW.toMillis();
        }
    }
}
