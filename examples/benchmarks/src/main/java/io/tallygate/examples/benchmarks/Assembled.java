package io.tallygate.examples.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The same service, put together from libraries that many have already. Weaker than ours: what is queued is lost with
 * the process.
 */
final class Assembled implements AutoCloseable {
    private static final int QUEUE = 100_000;
    private static final long DRAIN_NANOS = 1_000_000;

    private final Cache<String, Session> sessions =
            Caffeine.newBuilder().expireAfterAccess(Duration.ofHours(24)).build();
    private final BlockingQueue<Served> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread drain = new Thread(this::drain, "drain");
    private volatile boolean closed;

    Assembled(List<String> keys) {
        for (int i = 0; i < keys.size(); i++) {
            sessions.put(hash(keys.get(i)), new Session("account-" + i, Rates.bucket()));
        }
        drain.setDaemon(true);
        drain.start();
    }

    /** A caller who is known. */
    record Session(String account, Bucket bucket) {}

    /** A request to bill. */
    record Served(UUID id, String account, long epochMillis) {}

    Served admit(String key) {
        Session session = sessions.getIfPresent(hash(key));
        if (session == null || !session.bucket().tryConsume(1)) {
            return null;
        }
        Served served = new Served(UUID.randomUUID(), session.account(), System.currentTimeMillis());
        return queue.offer(served) ? served : null;
    }

    private static String hash(String key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stands for whatever would write to a database, at no cost but the taking. */
    private void drain() {
        List<Served> taken = new ArrayList<>(QUEUE);
        while (!closed) {
            queue.drainTo(taken);
            taken.clear();
            LockSupport.parkNanos(DRAIN_NANOS);
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        drain.join();
    }
}
