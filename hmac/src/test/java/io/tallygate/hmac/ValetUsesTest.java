package io.tallygate.hmac;

import static io.tallygate.model.Restriction.MaxUses.Exactness.EXACT;
import static io.tallygate.model.Restriction.MaxUses.Exactness.PER_EDGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.Tallygate;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Permit;
import io.tallygate.quota.QuotaMeter;
import io.tallygate.quota.RunningMeter;
import io.tallygate.quota.ledger.InMemoryLedger;
import io.tallygate.quota.plan.Plan;
import io.tallygate.quota.testing.MemoryDisk;
import io.tallygate.testing.FakeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** URLs that may be used so often, with the meter that counts it: on several edges of one centre, which begin anew. */
@Tag("anywhere")
class ValetUsesTest {
    private static final int USES = 3;

    private final ValetEdge maker = new ValetEdge();
    private final InMemoryLedger ledger = new InMemoryLedger(maker.time);
    private final List<Edge> edges = new ArrayList<>();
    private final Edge one = new Edge("one");

    ValetUsesTest() {
        maker.directory.assign("acme", "starter");
    }

    @AfterEach
    void close() {
        edges.forEach(edge -> edge.gate.close());
        maker.close();
    }

    private final class Edge {
        private final MemoryDisk disk;
        private final AtomicReference<RunningMeter> meter = new AtomicReference<>();
        private Tallygate gate;

        Edge(String name) {
            disk = new MemoryDisk(name);
            gate = begin();
            edges.add(this);
        }

        private Tallygate begin() {
            return Tallygate.builder()
                    .directory(maker.directory)
                    .accept(ValetEdge.scheme())
                    .meter(QuotaMeter.into(ledger)
                            .plans(Plan.named("starter"))
                            .disk(disk)
                            .whenOpen(meter::set))
                    .time(maker.time)
                    .build();
        }

        void beginAnew() {
            gate.close();
            gate = begin();
        }

        /** Tells the centre what it has counted, and hears what others have. */
        void flush() {
            Objects.requireNonNull(meter.get()).flush();
        }

        Decision admit(FakeRequest request) {
            return gate.admit(request, Demand.plain());
        }

        /** Why it is refused; null when it is not. */
        Denial denial(FakeRequest request) {
            return admit(request) instanceof Deny deny ? deny.denial() : null;
        }

        /** How often it is admitted until no use is left. */
        int usesUp(FakeRequest request) {
            for (int admitted = 0; ; admitted++) {
                Denial denial = denial(request);
                if (denial != null) {
                    assertThat(denial).isEqualTo(Denial.USES_EXHAUSTED);
                    return admitted;
                }
            }
        }
    }

    private FakeRequest url() {
        return ValetEdge.get(maker.to("/reports/7").maxUses(USES, PER_EDGE));
    }

    @Test
    void isAdmittedSoOftenByOneEdgeHoweverOftenThatBegins() {
        FakeRequest url = url();
        for (int life = 0; life < USES; life++) {
            assertThat(one.denial(url)).isNull();
            one.beginAnew();
        }
        assertThat(one.denial(url)).isEqualTo(Denial.USES_EXHAUSTED);
        assertThat(one.denial(url())).as("made alike in the same second").isEqualTo(Denial.USES_EXHAUSTED);
    }

    @Test
    void isAdmittedNoOftenerThanStatedByEdgesThatHaveNotHeardOfEachOther() {
        FakeRequest url = url();
        Edge two = new Edge("two");
        int admitted = one.usesUp(url);
        one.beginAnew();
        admitted += one.usesUp(url) + two.usesUp(url);
        two.beginAnew();
        admitted += two.usesUp(url);
        System.out.println("VALET uses=" + USES + " edges=2 lives=4 admitted=" + admitted + " bound=" + 2 * USES);
        assertThat(admitted).isEqualTo(2 * USES);
    }

    @Test
    void isAdmittedNoOftenerThanItSaysByEdgesThatHave() {
        FakeRequest url = url();
        Edge two = new Edge("two");
        assertThat(one.denial(url)).isNull();
        one.flush();
        assertThat(two.denial(url)).isNull();
        two.flush();
        assertThat(two.usesUp(url)).isEqualTo(USES - 2);
    }

    /** Else who asks for the halves of a file would have it for nothing. */
    @Test
    void isUsedByEachAdmittedRequestAndByNoOther() {
        ValetKey key = maker.to("/reports/7").methods("GET", "HEAD").maxUses(USES, PER_EDGE);
        String target = ValetEdge.target(key);
        assertThat(one.denial(FakeRequest.of("OPTIONS", target))).isEqualTo(Denial.RESTRICTED);
        assertThat(one.denial(FakeRequest.get(target + "a"))).isEqualTo(Denial.MALFORMED_CREDENTIAL);
        assertThat(one.denial(FakeRequest.of("HEAD", target))).isNull();
        Permit half = (Permit) one.admit(FakeRequest.get(target).header("Range", "bytes=0-99"));
        Permit other = (Permit) one.admit(FakeRequest.get(target).header("Range", "bytes=100-"));
        assertThat(one.denial(FakeRequest.get(target))).isEqualTo(Denial.USES_EXHAUSTED);
        assertThat(half.refund()).isTrue();
        assertThat(other.entitlement().provenance().issuer()).isEqualTo(ValetKeys.ISSUER);
        assertThat(one.usesUp(FakeRequest.get(target))).isOne();
    }

    @Test
    void sharesItsUsesWithItsGrantAndWithNoOtherAppKey() {
        Sealed.insert(maker.directory, "tga_other", "tgs_other");
        String limits = "?X-Tg-Grant=mail-7&X-Tg-Max-Uses=3-per-edge";
        FakeRequest others = FakeRequest.get(SigV4Client.own("tga_other", "tgs_other")
                .presign("GET", "/" + limits, maker.time.instant(), "600", Sha256.OF_NOTHING));
        assertThat(one.denial(FakeRequest.get(maker.presigned("/1" + limits)))).isNull();
        assertThat(one.denial(FakeRequest.get(maker.presigned("/2" + limits)))).isNull();
        assertThat(one.usesUp(FakeRequest.get(maker.presigned("/3" + limits)))).isEqualTo(USES - 2);
        assertThat(one.usesUp(others)).isEqualTo(USES);
    }

    /** The meter of this version cannot keep it, and says so by an alarm. */
    @Test
    void isNotAdmittedWhereItsUsesCannotBeCountedAsItSays() {
        assertThat(one.denial(ValetEdge.get(maker.to("/").maxUses(USES, EXACT))))
                .isEqualTo(Denial.UNAVAILABLE);
    }
}
