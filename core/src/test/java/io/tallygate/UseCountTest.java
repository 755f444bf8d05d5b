package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialUse;
import io.tallygate.model.Denial;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class UseCountTest {
    private static final int THREADS = 4;
    private static final int EACH = 500_000;

    private final CredentialId id = new CredentialId("k1");
    private final UseCount count = new UseCount(1_000);

    @Test
    void losesNoneOfManyRequestsAtOnceWhileTheyAreTaken() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            all.add(callers.submit(() -> {
                for (int j = 0; j < EACH; j++) {
                    count.permitted();
                    count.denied(Denial.RATE_LIMITED);
                }
            }));
        }
        long permits = 0;
        long denied = 0;
        boolean working = true;
        while (working) {
            working = !all.stream().allMatch(Future::isDone);
            CredentialUse taken = count.take(id, 0, 0);
            permits += taken == null ? 0 : taken.permits();
            denied += taken == null ? 0 : taken.denied();
        }
        for (Future<?> one : all) {
            one.get();
        }
        callers.shutdown();
        assertThat(permits).isEqualTo((long) THREADS * EACH);
        assertThat(denied).isEqualTo((long) THREADS * EACH);
    }

    @Test
    void isDueAtTheBeginningOfASessionAndOncePerPause() {
        count.begin(5_000);
        assertThat(count.due(5_000)).isTrue();
        count.look(null, 5_000);
        assertThat(count.due(5_999)).isFalse();
        assertThat(count.due(6_000)).isTrue();
    }

    @Test
    void hasNothingToGiveTwice() {
        count.permitted();
        assertThat(count.take(id, 0, 0)).isNotNull();
        assertThat(count.take(id, 0, 0)).isNull();
    }
}
