package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.AccountId;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Denial;
import io.tallygate.model.Revocation;
import io.tallygate.spi.Proof;
import org.junit.jupiter.api.Test;

class RecentChangesTest {
    private static final CredentialId K1 = new CredentialId("k1");
    private static final Change OTHER = new Change.Updated(new CredentialId("k2"), 9);

    private final RecentChanges changes = new RecentChanges();

    /** Of record k1 at version 1, account acme, no plan. */
    private Claim claim() {
        return new Claim(GateBench.entitlement("acme", "k1"), Proof.bearer(), changes.number());
    }

    @Test
    void outdateOnlyWhatTheyConcern() {
        Claim claim = claim();
        changes.add(OTHER);
        changes.add(new Change.Added(K1));
        changes.add(new Change.Updated(K1, 1));
        changes.add(new Change.Assigned(new AccountId("other"), "gold"));
        changes.add(new Change.Reinstated(new Revocation.OfCredential(K1)));
        assertThat(changes.outdate(claim)).isFalse();
        changes.add(new Change.Updated(K1, 2));
        assertThat(changes.outdate(claim)).isTrue();
    }

    @Test
    void outdateNothingThatWasLookedUpAfterThem() {
        changes.add(new Change.Updated(K1, 7));
        changes.add(new Change.Removed(K1));
        changes.add(new Change.Assigned(new AccountId("acme"), "gold"));
        assertThat(changes.outdate(claim())).as("the id may have begun anew").isFalse();
    }

    @Test
    void outdateClaimsOfARemovedRecordAndOfAnotherPlan() {
        Claim first = claim();
        changes.add(new Change.Removed(K1));
        assertThat(changes.outdate(first)).isTrue();
        Claim second = claim();
        changes.add(new Change.Assigned(new AccountId("acme"), "gold"));
        assertThat(changes.outdate(second)).isTrue();
    }

    @Test
    void outdateEverythingWhenWhatChangedIsNotKnown() {
        Claim claim = claim();
        Answer.Refused refused = new Answer.Refused(Denial.DISABLED, changes.number());
        changes.beginAnew();
        assertThat(changes.outdate(claim)).isTrue();
        assertThat(changes.outdate(refused)).isTrue();
        assertThat(changes.outdate(claim())).isFalse();
    }

    /** Else each record that changes would have the centre asked for all made-up names again. */
    @Test
    void outdateNothingOfWhatDoesNotExist() {
        Answer.Refused refused = new Answer.Refused(Denial.INVALID_CREDENTIAL, changes.number());
        Claim nobodys = Claim.ofNobody(Proof.bearer(), changes.number());
        changes.add(OTHER);
        changes.beginAnew();
        assertThat(changes.outdate(refused)).isFalse();
        assertThat(changes.outdate(nobodys)).isFalse();
    }

    @Test
    void areKeptToANumberAndOutdateWhatIsOlder() {
        Claim claim = claim();
        for (int i = 0; i < RecentChanges.KEPT; i++) {
            changes.add(OTHER);
        }
        assertThat(changes.outdate(claim)).isFalse();
        changes.add(OTHER);
        assertThat(changes.outdate(claim)).as("nobody knows any more").isTrue();
        assertThat(changes.outdate(claim())).isFalse();
    }

    @Test
    void areNotForgottenForRecordsThatWereAdded() {
        Claim claim = claim();
        for (int i = 0; i <= RecentChanges.KEPT; i++) {
            changes.add(new Change.Added(new CredentialId("new-" + i)));
        }
        assertThat(changes.outdate(claim)).as("much was issued").isFalse();
        changes.add(new Change.Removed(K1));
        assertThat(changes.outdate(claim)).isTrue();
    }

    @Test
    void letARefusalStandThatAnAddedRecordCannotConcern() {
        Answer.Refused disabled = new Answer.Refused(Denial.DISABLED, changes.number());
        Answer.Refused unknown = new Answer.Refused(Denial.INVALID_CREDENTIAL, changes.number());
        changes.add(new Change.Added(K1));
        assertThat(changes.outdate(disabled)).isFalse();
        changes.add(OTHER);
        assertThat(changes.outdate(disabled)).as("whose it was nobody knows").isTrue();
        assertThat(changes.outdate(unknown))
                .as("made-up keys are not asked for again")
                .isFalse();
        assertThat(changes.outdate(Answer.Unavailable.INSTANCE)).isFalse();
    }
}
