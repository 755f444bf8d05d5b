package io.tallygate.hmac;

import static io.tallygate.model.Restriction.MaxUses.Exactness.EXACT;
import static io.tallygate.model.Restriction.MaxUses.Exactness.PER_EDGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tallygate.model.Restriction.MaxUses;
import io.tallygate.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttenuableKeyTest {
    private static final String VERSION_1 =
            "tgn_AXRnYV8xeFVpcDZBYkNkZWZnawGHwJkXD7sYNHejWpTJvwBq-Lzxujiu0_sk482YdW50aWwgMjAyNy0w"
                    + "MS0wMVQwMDowMDowMFoKbmV0d29ya3MgMTAuMC4wLjAvOCAyMDAxOmRiODo6LzMyCm1ldGhvZHMgR0VU"
                    + "IFBPU1QKcGF0aHMgL3JlcG9ydHMvKvyZnv4Sxk-FoUwChS-jl7gcDMwiTGDPZVE80-N4PqBg";

    private final AttenuableEdge edge = new AttenuableEdge();
    private final Instant noon = edge.time.instant();

    @Test
    void isNarrowedByWhoeverHasItsText() {
        AttenuableKey made = edge.keys().make();
        AttenuableKey narrowed = AttenuableKey.parse(made.text()).narrow(n -> n.methods("GET"));

        assertThat(AttenuableKey.parse(narrowed.text()).text()).isEqualTo(narrowed.text());
        assertThat(edge.refusal(narrowed.text())).isNull();
        assertThat(edge.refusal(made.text())).as("is good as it was").isNull();
        assertThat(narrowed.appKey()).hasToString(AttenuableEdge.APP);
        assertThat(narrowed.issuedAt()).isEqualTo(noon);
    }

    @Test
    void hasAnotherIdEachTimeItIsMadeOrNarrowed() {
        AttenuableKey made = edge.keys().make();
        assertThat(IntStream.range(0, 100).mapToObj(i -> made.narrow(n -> n).id()))
                .doesNotHaveDuplicates()
                .doesNotContain(made.id())
                .allMatch(id -> id.matches("[\\w-]{16}"));
        assertThat(edge.keys().make().id()).isNotEqualTo(made.id());
        assertThat(AttenuableKey.parse(made.text()).id()).isEqualTo(made.id());
    }

    /** Stands for keys that people hold: when this test must change, the old form must still be read. */
    @Test
    void hasTheFormThatPeopleHold() {
        AttenuableKey key = AttenuableKeys.of(AttenuableEdge.APP, AttenuableEdge.SECRET)
                .time(edge.time)
                .random(new Random(7))
                .make()
                .narrow(
                        n -> n.networks("2001:db8::/32", "10.0.0.0/8")
                                .methods("POST", "GET")
                                .paths("/reports/*")
                                .until(Instant.parse("2027-01-01T00:00:00Z")),
                        new Random(8));
        assertThat(key.text()).isEqualTo(VERSION_1);
        assertThat(key.id()).isEqualTo("g4_HAGv8p1QZHcDz");
        assertThat(edge.refusal(VERSION_1)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tgn_", "tgn_AAAA", "tga_1xUip6AbCdefg", "tgn", "TGN_AQ"})
    void isNoOtherText(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttenuableKey.parse(text))
                .withMessageContaining("copy it as it was given");
    }

    @Test
    void isNoTextThatWasCutOffOrAddedTo() {
        String text = edge.keys().make().narrow(n -> n.paths("/a")).text();
        for (int end = 0; end < text.length(); end++) {
            String cut = text.substring(0, end);
            assertThat(edge.refusal(cut)).as(cut).isNotNull();
        }
        assertThatIllegalArgumentException().isThrownBy(() -> AttenuableKey.parse(text + "=="));
        assertThatIllegalArgumentException().isThrownBy(() -> AttenuableKey.parse(" " + text));
    }

    @Test
    void isNarrowedSixteenTimesAtMost() {
        AttenuableKey key = edge.keys().make();
        for (int i = 0; i < Chain.MAX_LINKS; i++) {
            key = key.narrow(n -> n.methods("GET"));
        }
        AttenuableKey last = key;
        assertThat(edge.refusal(last.text())).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> last.narrow(n -> n))
                .withMessageContaining("16 links");
        assertThat(edge.refusal(linked(last, "").text())).isNotNull();
    }

    @Test
    void staysWithinItsLength() {
        AttenuableKey key = edge.keys().make();
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        key.narrow(n -> n.paths("/" + "a".repeat(1000)).paths("/" + "b".repeat(1000))))
                .withMessageContaining("2048 characters");
    }

    @Test
    void saysSixteenThingsAtOnceAtMost() {
        AttenuableKey key = edge.keys().make();
        AttenuableKey narrowed = key.narrow(n -> saying(n.until(noon.plusSeconds(60)), 15));
        assertThat(edge.refusal(narrowed.text())).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> key.narrow(n -> saying(n, 17)))
                .withMessageContaining("narrow twice");
    }

    private static Narrowing saying(Narrowing narrowing, int restrictions) {
        Narrowing more = narrowing;
        for (int i = 0; i < restrictions; i++) {
            more = more.methods("GET");
        }
        return more;
    }

    /** So that two that are narrowed from one share what it has, and nobody can use up what is another's. */
    @Test
    void limitsTheUsesOfItselfAndOfAllThatAreNarrowedFromIt() {
        AttenuableKey parent = edge.keys().make().narrow(n -> n.uses(10, PER_EDGE));
        AttenuableKey child = parent.narrow(n -> n.uses(3, EXACT));
        AttenuableKey sibling = parent.narrow(n -> n.uses(3, EXACT));
        assertThat(edge.entitlement(child).restrictions())
                .containsExactly(new MaxUses(parent.id(), 10, PER_EDGE), new MaxUses(child.id(), 3, EXACT));
        assertThat(edge.entitlement(sibling).restrictions())
                .containsExactly(new MaxUses(parent.id(), 10, PER_EDGE), new MaxUses(sibling.id(), 3, EXACT));
    }

    @Test
    void keepsTheEarlierOfTwoEnds() {
        for (int later : new int[] {30, 90}) {
            AttenuableKey key =
                    edge.keys().make().narrow(n -> n.until(noon.plusSeconds(60)).until(noon.plusSeconds(later)));
            assertThat(edge.entitlement(key).notAfter()).isEqualTo(noon.plusSeconds(Math.min(60, later)));
        }
    }

    /** What a holder may write himself: a link with a right code that nobody of ours has spelled. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "weekdays mon",
                "methods",
                "methods GET POST GET",
                "methods POST GET",
                "methods GET\n",
                "\nmethods GET",
                "methods  GET",
                "methods GET\nuntil 2027-01-01T00:00:00Z",
                "until 2027-01-01T00:00:00Z\nuntil 2027-01-01T00:00:00Z",
                "until 2027-01-01T00:00:00.0Z",
                "until never",
                "paths /\u00e9",
                "max-uses link 0 PER_EDGE",
                "max-uses link 1 per_edge",
                "max-uses link 01 PER_EDGE",
                "max-uses link 1",
                "max-uses 1 PER_EDGE",
                "max-uses other 1000 PER_EDGE",
            })
    void isNothingWhereALinkIsNotUnderstood(String terms) {
        AttenuableKey key = linked(edge.keys().make(), terms);
        assertThat(edge.refusal(key.text())).hasToString("RESTRICTED");
        assertThat(edge.refusal(key.narrow(n -> n.methods("GET")).text())).hasToString("RESTRICTED");
    }

    /** A right code over any bytes. */
    private static AttenuableKey linked(AttenuableKey key, String terms) {
        byte[] link = ("0123456789ab" + terms).getBytes(StandardCharsets.ISO_8859_1);
        return new AttenuableKey(key.chain().with(link), key.code().next(link));
    }

    @Test
    void showsNoCode() {
        AttenuableKey key = edge.keys().make().narrow(n -> n.paths("/a"));
        assertThat(key).hasToString("AttenuableKey[appKey=" + AttenuableEdge.APP + ", id=" + key.id() + ", links=1]");
        assertThat(key.code()).hasToString("LinkCode[bytes=Secret[redacted]]");
        assertThat(edge.keys()).hasToString("AttenuableKeys[appKey=" + AttenuableEdge.APP + "]");
    }

    @Test
    void isMadeOfAnAppKeyOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttenuableKeys.of(AttenuableEdge.TEXT, AttenuableEdge.SECRET))
                .withMessageContaining("tga_ and 13 characters")
                .withMessageNotContaining(AttenuableEdge.TEXT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttenuableKeys.of(AttenuableEdge.APP, Secret.ofUtf8(AttenuableEdge.TEXT + "\n")))
                .withMessageContaining("without a line end");
    }
}
