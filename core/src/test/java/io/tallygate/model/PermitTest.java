package io.tallygate.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PermitTest {
    private final AtomicLong refunded = new AtomicLong();
    private final Settlement settlement = new Settlement() {
        @Override
        public RequestId requestId(long ticket) {
            return RequestId.uncounted(0, ticket);
        }

        @Override
        public List<Limit> limits(long ticket) {
            return List.of();
        }

        @Override
        public void refund(long ticket, int units) {
            refunded.addAndGet(units);
        }
    };

    private Permit permit(int units) {
        Provenance provenance = Provenance.recorded(new CredentialId("k"), null);
        return new Permit(Entitlement.of(new AccountId("acme"), provenance), settlement, 7, units);
    }

    @Test
    void refundsOnce() {
        Permit permit = permit(3);

        assertThat(permit.refund()).isTrue();
        assertThat(permit.refund()).isFalse();
        assertThat(permit.complete()).isFalse();
        assertThat(refunded).hasValue(3);
    }

    @Test
    void aCompletedPermitIsOwed() {
        Permit permit = permit(3);

        assertThat(permit.complete()).isTrue();
        assertThat(permit.refund()).isFalse();
        assertThat(refunded).hasValue(0);
    }

    @Test
    void anUncountedPermitGivesNoUnitsBack() {
        assertThat(permit(0).refund()).isTrue();
        assertThat(refunded).hasValue(0);
    }

    @Test
    void settlesOnceHoweverManyTry() throws InterruptedException {
        int rounds = 2_000;
        AtomicLong wins = new AtomicLong();
        for (int round = 0; round < rounds; round++) {
            Permit permit = permit(1);
            CountDownLatch start = new CountDownLatch(1);
            Thread one = new Thread(() -> race(permit, start, wins));
            Thread two = new Thread(() -> race(permit, start, wins));
            one.start();
            two.start();
            start.countDown();
            one.join();
            two.join();
        }
        assertThat(wins).hasValue(rounds);
        assertThat(refunded).hasValue(rounds);
    }

    private static void race(Permit permit, CountDownLatch start, AtomicLong wins) {
        try {
            start.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (permit.refund()) {
            wins.incrementAndGet();
        }
    }
}
