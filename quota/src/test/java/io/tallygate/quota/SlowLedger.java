package io.tallygate.quota;

import io.tallygate.quota.ledger.Ledger;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A ledger that does what it is asked to at once, and answers one kind of question only when it is let. */
final class SlowLedger {
    private final Ledger behind;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private volatile @Nullable String slow;

    SlowLedger(Ledger behind) {
        this.behind = behind;
    }

    /** From now on this method gives no answer. */
    void hold(String method) {
        slow = method;
    }

    /** All answers are given. */
    void answer() {
        answer.countDown();
    }

    /** Returns once somebody waits for an answer. */
    void awaitQuestion() throws InterruptedException {
        asked.await();
    }

    /** How often anything was asked. */
    int calls() {
        return calls.get();
    }

    Ledger ledger() {
        return (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(),
                new Class<?>[] {Ledger.class},
                (proxy, called, arguments) -> call(called, arguments));
    }

    private @Nullable Object call(Method called, Object @Nullable [] arguments) throws Throwable {
        calls.incrementAndGet();
        try {
            Object result = called.invoke(behind, arguments);
            if (called.getName().equals(slow)) {
                asked.countDown();
                answer.await();
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
