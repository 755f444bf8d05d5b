package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.Denial;
import io.tallygate.spi.Proof;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecentAnswersTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final RecentAnswers recent = new RecentAnswers(CentralSettings.standard());
    private final Fingerprint fingerprint = new Fingerprint();

    static List<Answer> refusals() {
        return List.of(new Answer.Refused(Denial.INVALID_CREDENTIAL, 0), Claim.ofNobody(Proof.bearer(), 0));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void keepARefusalForLongerWhenItComesAgain(Answer refusal) {
        recent.put(fingerprint, refusal, 0);
        assertThat(recent.get(fingerprint, 5 * SECOND - 1)).isSameAs(refusal);
        assertThat(recent.get(fingerprint, 5 * SECOND)).isNull();
        recent.sweep(5 * SECOND);
        recent.put(fingerprint, refusal, 5 * SECOND);
        assertThat(recent.get(fingerprint, 15 * SECOND - 1)).isSameAs(refusal);
        assertThat(recent.get(fingerprint, 15 * SECOND)).isNull();
    }

    @Test
    void keepNoKeyThatIsOfNoMoreUse() {
        Claim claim = new Claim(GateBench.entitlement("acme", "k1"), Proof.bearer(), 0);
        recent.put(fingerprint, claim, 0);
        recent.sweep(5 * SECOND - 1);
        assertThat(recent.size()).isEqualTo(1);
        recent.sweep(5 * SECOND);
        assertThat(recent.size()).isZero();
    }
}
