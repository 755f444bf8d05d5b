package io.tallygate.examples.quickstart;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import io.tallygate.httpserver.TallygateHttpFilter;
import io.tallygate.model.Permit;
import java.io.IOException;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Measures from before the gate to after it, on the request's thread: the gate's decision and the HTTP adapter. Stands
 * before the gate's filter; the handler behind it stops it.
 */
final class Stopwatch extends Filter {
    private final ThreadLocal<Long> started = ThreadLocal.withInitial(System::nanoTime);
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Queue<Long> decisionNanos = new ConcurrentLinkedQueue<>();

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        started.set(System.nanoTime());
        chain.doFilter(exchange);
    }

    /** Notes how long the decision took, unless it was the first on this credential, which the centre took. */
    void stop(HttpExchange admitted) {
        long nanos = System.nanoTime() - started.get();
        if (TallygateHttpFilter.decision(admitted) instanceof Permit permit
                && !seen.add(permit.entitlement().subject())) {
            decisionNanos.add(nanos);
        }
    }

    /** All that was noted since the last call, in nanoseconds, with spaces between. */
    String drain() {
        StringBuilder text = new StringBuilder();
        for (Long nanos = decisionNanos.poll(); nanos != null; nanos = decisionNanos.poll()) {
            text.append(nanos).append(' ');
        }
        return text.toString();
    }

    @Override
    public String description() {
        return "measures the gate's decision";
    }
}
