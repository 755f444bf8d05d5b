package io.tallygate.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.BodyCheck;
import io.tallygate.model.Denial;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignedBodyTest {
    private static final int LIMIT = 40_000;

    /** Over bodies, limits and ways to read: all of a good body arrives, and of a bad one never the whole. */
    @Test
    void readerGetsAllOfAGoodBodyAndNeverAllOfABadOne() throws IOException {
        Random random = new Random(11);
        int rejected = 0;
        for (int run = 0; run < 4_000; run++) {
            byte[] body = new byte[random.nextInt(run % 10 == 0 ? 30_000 : 300)];
            random.nextBytes(body);
            boolean good = random.nextBoolean();
            int held = random.nextInt(400);
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            try {
                Dribbling raw = new Dribbling(body, new Random(random.nextLong()));
                SignedBody signed = SignedBody.open(new RequestBody(() -> raw, -1), check(body, good), held);
                assertThat(signed.verified()).isEqualTo(body.length <= held);
                readSomehow(signed, body.length, random, got);
                assertThat(good).isTrue();
                assertThat(got.toByteArray()).isEqualTo(body);
            } catch (BodyRejectedException e) {
                rejected++;
                assertThat(good).isFalse();
                assertThat(e.denial()).isEqualTo(Denial.DIGEST_MISMATCH);
                assertThat(got.size()).isLessThan(Math.max(1, body.length));
                assertThat(Arrays.copyOf(body, got.size())).isEqualTo(got.toByteArray());
            }
        }
        assertThat(rejected).isBetween(1_000, 3_000);
    }

    /** Asks for exactly as many bytes as there are, and at times for the end too. */
    private static void readSomehow(SignedBody signed, int length, Random random, ByteArrayOutputStream got)
            throws IOException {
        byte[] buffer = new byte[500];
        while (got.size() < length) {
            int wanted = Math.min(1 + random.nextInt(buffer.length), length - got.size());
            int count = random.nextInt(4) == 0 ? one(signed, buffer) : signed.read(buffer, 0, wanted);
            assertThat(count).isPositive();
            got.write(buffer, 0, count);
        }
        if (random.nextBoolean()) {
            assertThat(signed.read()).isEqualTo(-1);
        }
        signed.drain();
        assertThat(signed.exhausted()).isTrue();
    }

    private static int one(SignedBody signed, byte[] into) throws IOException {
        int next = signed.read();
        into[0] = (byte) next;
        return next < 0 ? -1 : 1;
    }

    @Test
    void rejectsMoreThanTheSchemesLimitWithoutReadingOn() {
        Dribbling huge = new Dribbling(new byte[LIMIT * 3], new Random(1));
        BodyCheck check = check(new byte[0], true);
        assertThatThrownBy(() -> SignedBody.open(new RequestBody(() -> huge, -1), check, 100)
                        .drain())
                .isInstanceOfSatisfying(
                        BodyRejectedException.class, e -> assertThat(e.denial()).isEqualTo(Denial.BODY_TOO_LARGE));
        assertThat(huge.given).isLessThan(LIMIT + 10_000);
    }

    @Test
    void rejectsDeclaredLengthWithoutOpeningTheBody() {
        RequestBody.Source closed = () -> {
            throw new AssertionError("opened");
        };
        assertThatThrownBy(() -> SignedBody.open(new RequestBody(closed, LIMIT + 1), check(new byte[0], true), 100))
                .isInstanceOf(BodyRejectedException.class);
    }

    @Test
    void acceptsBodyOfExactlyTheLimit() throws IOException {
        byte[] body = new byte[LIMIT];
        for (int held : new int[] {0, LIMIT - 1, LIMIT, LIMIT + 1}) {
            SignedBody signed = SignedBody.open(
                    new RequestBody(() -> new ByteArrayInputStream(body), LIMIT), check(body, true), held);
            assertThat(signed.readAllBytes()).isEqualTo(body);
        }
    }

    @Test
    void saysTheSameAgainAfterARejection() throws IOException {
        byte[] body = new byte[1_000];
        SignedBody signed =
                SignedBody.open(new RequestBody(() -> new ByteArrayInputStream(body), -1), check(body, false), 10);
        assertThatThrownBy(signed::drain).isInstanceOf(BodyRejectedException.class);
        assertThatThrownBy(signed::read).isInstanceOf(BodyRejectedException.class);
        assertThatThrownBy(signed::drain).isInstanceOf(BodyRejectedException.class);
        assertThat(signed.rejection()).isPresent();
        assertThat(signed.verified()).isFalse();
    }

    @Test
    void failsReadsOfWhatWasDrained() throws IOException {
        byte[] body = new byte[1_000];
        SignedBody signed =
                SignedBody.open(new RequestBody(() -> new ByteArrayInputStream(body), -1), check(body, true), 10);
        assertThat(signed.read()).isZero();
        signed.drain();
        assertThatThrownBy(signed::read).isInstanceOf(IOException.class).hasMessageContaining("before answering");
    }

    @Test
    void emptyBodyIsVerifiedAtOnce() throws IOException {
        SignedBody signed =
                SignedBody.open(new RequestBody(InputStream::nullInputStream, -1), check(new byte[0], true), 0);
        assertThat(signed.verified()).isTrue();
        assertThat(signed.available()).isZero();
        assertThat(signed.read(new byte[0])).isZero();
        assertThat(signed.read()).isEqualTo(-1);
        signed.drain();
        assertThat(signed.read()).isEqualTo(-1);
    }

    private static BodyCheck check(byte[] expected, boolean good) {
        return new BodyCheck() {
            @Override
            public long maxBytes() {
                return LIMIT;
            }

            @Override
            public Running begin() {
                ByteArrayOutputStream fed = new ByteArrayOutputStream();
                return new Running() {
                    @Override
                    public void update(byte[] bytes, int offset, int length) {
                        fed.write(bytes, offset, length);
                    }

                    @Override
                    public boolean matches() {
                        assertThat(fed.toByteArray()).isEqualTo(expected);
                        return good;
                    }
                };
            }
        };
    }

    /** Gives a few bytes at a time, as a network does. */
    private static final class Dribbling extends InputStream {
        private final byte[] bytes;
        private final Random random;
        private int given;

        Dribbling(byte[] bytes, Random random) {
            this.bytes = bytes;
            this.random = random;
        }

        @Override
        public int read() {
            return given == bytes.length ? -1 : bytes[given++] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (given == bytes.length) {
                return -1;
            }
            int count = Math.min(Math.min(length, 1 + random.nextInt(3_000)), bytes.length - given);
            System.arraycopy(bytes, given, into, offset, count);
            given += count;
            return count;
        }
    }
}
