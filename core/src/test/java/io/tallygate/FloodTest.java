package io.tallygate;

import static io.tallygate.GateBench.denial;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.apikey.ApiKeyScheme;
import io.tallygate.apikey.ApiKeys;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.HttpReply;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.FaultyDirectory;
import io.tallygate.testing.MadeUpKeys;
import io.tallygate.testing.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** API keys that nobody issued, from very many addresses, against a gate that follows its directory. */
class FloodTest {
    private static final int REMEMBERED = 500;
    private static final long SEED = 20260131;

    private final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
    private final long now = time.instant().getEpochSecond();
    private final long longAgo = now - 86_400;
    private final Random random = new Random(SEED);
    private final MadeUpKeys madeUp = new MadeUpKeys("tg", random);
    private final InMemoryDirectory records = new InMemoryDirectory();
    private final FaultyDirectory directory = FaultyDirectory.around(records);
    private final List<IssuedKey> issued = new ArrayList<>();
    private final Tallygate gate = Tallygate.builder()
            .directory(directory)
            .accept(ApiKeyScheme.standard())
            .central(c -> c.maxUnknown(REMEMBERED))
            .filter(f -> f.expected(1_000))
            .time(time)
            .random(new Random(SEED))
            .build();

    @BeforeEach
    void issue() {
        ApiKeys keys = ApiKeys.in(records)
                .time(ManualTime.at(time.instant().minus(Duration.ofDays(1))))
                .random(random);
        for (int i = 0; i < 1_000; i++) {
            issued.add(keys.issue("acme", "orders:read"));
        }
    }

    @AfterEach
    void close() {
        gate.close();
        assertThat(time.pending()).isZero();
        assertThat(time.failures()).isEmpty();
    }

    private Decision admit(String key) {
        String somewhere = "2001:db8:" + Integer.toHexString(random.nextInt(0x10000)) + ":"
                + Integer.toHexString(random.nextInt(0x10000)) + "::1";
        return gate.admit(FakeRequest.get("/orders").header("X-Api-Key", key).peer(somewhere), Demand.plain());
    }

    private String anyReal() {
        return issued.get(random.nextInt(issued.size())).secret();
    }

    @Test
    void spellsMadeUpKeysAsTheSchemeDoes() {
        assertThat(denial(admit(madeUp.nearMiss(anyReal())))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(denial(admit(madeUp.wellFormed(now)))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(directory.calls())
                .as("else the checksum would have been wrong")
                .isEqualTo(2);
        assertThat(denial(admit(madeUp.text()))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(denial(admit(madeUp.wellFormed(longAgo)))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(directory.calls()).isEqualTo(2);
    }

    @Test
    void asksOnlyWithinItsBudgetAndServesWhoIsGood() {
        String good = anyReal();
        assertThat(admit(good).permitted()).isTrue();
        int permitted = 0;
        for (int i = 0; i < 66_666; i++) {
            admit(madeUp.text());
            admit(madeUp.wellFormed(longAgo));
            admit(madeUp.nearMiss(anyReal()));
            if (i % 1_000 == 0) {
                permitted += admit(good).permitted() ? 1 : 0;
                time.advance(Duration.ofMillis(10));
            }
        }
        CentralStatus status = gate.status().central();
        assertThat(permitted).isEqualTo(67);
        assertThat(status.calls()).isEqualTo(directory.calls()).isLessThanOrEqualTo(1_000 + 670);
        assertThat(status.calls()).as("the budget is there to be used").isGreaterThan(1_600);
        assertThat(status.remembered()).isEqualTo(REMEMBERED);
        assertThat(gate.status().filter().refused()).isBetween((long) (66_666 * 0.98), 66_666L);
    }

    @Test
    void asksNobodyAboutKeysThatDoNotExist() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(denial(admit(madeUp.text()))).isEqualTo(Denial.INVALID_CREDENTIAL);
            assertThat(denial(admit(madeUp.wellFormed(longAgo)))).isEqualTo(Denial.INVALID_CREDENTIAL);
            assertThat(denial(admit(madeUp.wellFormed(now + 86_400)))).isEqualTo(Denial.INVALID_CREDENTIAL);
        }
        assertThat(directory.calls()).as("one in a hundred of 20,000").isBetween(50, 350);
    }

    @Test
    void leavesKeysThatExistTheirBudgetInAFloodOfJustBornNames() {
        for (int i = 0; i < 5_000; i++) {
            admit(madeUp.wellFormed(now - random.nextInt(3_000)));
        }
        assertThat(gate.status().central().calls()).as("a tenth of the budget").isBetween(100L, 150L);
        for (int i = 0; i < 800; i++) {
            assertThat(admit(issued.get(i).secret()).permitted())
                    .as("key %s", i)
                    .isTrue();
        }
    }

    @Test
    void looksAKeyUpThatWasIssuedASecondAgo() {
        String fresh = ApiKeys.in(records).time(time).issue("acme").secret();
        assertThat(admit(fresh).permitted()).isTrue();
    }

    /** In all but the id of the request; the filter's refusals and those of the centre, remembered or not. */
    @Test
    void answersAlikeWhateverIsWrong() {
        IssuedKey disabled = issued.get(0);
        ApiKeys.in(records).disable(disabled.id());
        IssuedKey gone = issued.get(1);
        ApiKeys.in(records).revoke(gone.id());
        String wrongSecret = madeUp.nearMiss(anyReal());
        List<String> replies = Stream.of(
                        madeUp.text(),
                        madeUp.wellFormed(longAgo),
                        madeUp.wellFormed(now),
                        madeUp.wellFormed(now + 86_400),
                        wrongSecret,
                        wrongSecret,
                        madeUp.nearMiss(disabled.secret()),
                        madeUp.nearMiss(gone.secret()),
                        gone.secret())
                .map(this::reply)
                .toList();
        assertThat(replies).hasSize(9).containsOnly(replies.get(0));
        assertThat(replies.get(0)).startsWith("401 ");
        assertThat(reply(disabled.secret()))
                .as("who has the secret is told more")
                .isNotEqualTo(replies.get(0));
    }

    private String reply(String key) {
        Deny deny = (Deny) admit(key);
        HttpReply reply = gate.reply(deny);
        String text = reply.status() + " " + reply.headers() + new String(reply.body(), StandardCharsets.UTF_8);
        return text.replace(deny.requestId().toString(), "<id>");
    }
}
