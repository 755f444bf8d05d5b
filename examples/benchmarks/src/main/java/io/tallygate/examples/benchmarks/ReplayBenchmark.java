package io.tallygate.examples.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tallygate.hmac.RequestMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Remembers one more request among those of the last 330 seconds, of which there are 1,000 in each: so time passes as
 * requests come, and for each that comes one is forgotten.
 */
public class ReplayBenchmark {
    private static final int PER_SECOND = 1_000;
    private static final int SECONDS = 330;
    private static final int LIVE = PER_SECOND * SECONDS;
    private static final long START = 1_770_000_000L;

    /** What remembers, and has the last 330 seconds behind it. */
    public abstract static class Memory {
        long request;

        @Setup
        public void fill() {
            for (int i = 0; i < LIVE; i++) {
                add();
            }
        }

        abstract void add();
    }

    /** What we do. */
    @State(Scope.Thread)
    public static class Ours extends Memory {
        private final RequestMemory memory = new RequestMemory(PER_SECOND, START);
        private final Code code = new Code();

        @Override
        void add() {
            Check.that(memory.add(code.of(request), START + request / PER_SECOND));
            request++;
        }
    }

    /** One word in one of as many places as there are in use at a time. */
    @State(Scope.Thread)
    public static class Places extends Memory {
        private final AtomicLongArray places = new AtomicLongArray(2 * 22 * PER_SECOND);
        private final Code code = new Code();

        @Override
        void add() {
            long word = (long) Code.LONGS.get(code.of(request++), 0);
            int place = (int) (((word >>> 32) * places.length()) >>> 32);
            long seen = places.get(place);
            Check.that(places.compareAndSet(place, seen, word));
        }
    }

    /** A map of strings, and of each the time it may be forgotten; which is the oldest is known for nothing. */
    @State(Scope.Thread)
    public static class Strings extends Memory {
        private final ConcurrentMap<String, Long> map = new ConcurrentHashMap<>(2 * LIVE);
        private final String[] oldest = new String[LIVE];
        private final Name name = new Name();

        @Override
        void add() {
            int place = (int) (request % LIVE);
            if (request >= LIVE) {
                map.remove(oldest[place]);
            }
            String next = name.of(request);
            oldest[place] = next;
            Check.that(map.putIfAbsent(next, START + request / PER_SECOND + SECONDS) == null);
            request++;
        }
    }

    /** A cache of the same strings that forgets by itself. */
    @State(Scope.Thread)
    public static class Expiring extends Memory {
        private final Name name = new Name();
        private final Cache<String, Boolean> cache = Caffeine.newBuilder()
                .expireAfterWrite(Duration.ofSeconds(SECONDS))
                .ticker(() -> TimeUnit.SECONDS.toNanos(1) / PER_SECOND * request)
                .build();

        @Override
        void add() {
            Check.that(cache.asMap().putIfAbsent(name.of(request), Boolean.TRUE) == null);
            request++;
        }
    }

    /** The code of a request, which the verification leaves behind. */
    private static final class Code {
        private static final VarHandle LONGS =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

        private final byte[] code = new byte[32];

        byte[] of(long request) {
            LONGS.set(code, 0, (request + 1) * 0x9E3779B97F4A7C15L);
            return code;
        }
    }

    /** What names a request where codes are not kept: the key, the time and the nonce, 22 characters of which 11 change. */
    private static final class Name {
        private static final String FORM = "tga_0123456789abcdefghjkmn 1770000000 AAAAAAAAAAAAAAAAAAAAAA";

        private final byte[] text = FORM.getBytes(StandardCharsets.ISO_8859_1);

        String of(long request) {
            long left = (request + 1) * 0x9E3779B97F4A7C15L;
            for (int i = text.length - 11; i < text.length; i++) {
                text[i] = (byte) ('0' + (left & 63));
                left >>>= 6;
            }
            return new String(text, StandardCharsets.ISO_8859_1);
        }
    }

    @Benchmark
    public void ours(Ours ours) {
        ours.add();
    }

    @Benchmark
    public void limit(Places places) {
        places.add();
    }

    @Benchmark
    public void hashMap(Strings strings) {
        strings.add();
    }

    @Benchmark
    public void caffeine(Expiring expiring) {
        expiring.add();
    }
}
