package io.tallygate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
    @Test
    void packsItsPartsIntoItsBits() {
        RequestId id = RequestId.minted(0x0ABC_DEF0_1234_5678L, 0xFEDCBA, 0xF0_1234_5678L);

        assertThat(id.high()).isEqualTo(0x1ABC_DEF0_1234_5678L);
        assertThat(id.low()).isEqualTo(0xFEDC_BAF0_1234_5678L);
        assertThat(id.counted()).isTrue();
        assertThat(id.incarnation()).isEqualTo(0x0ABC_DEF0_1234_5678L);
        assertThat(id.counter()).isEqualTo(0xFEDCBA);
        assertThat(id.sequence()).isEqualTo(0xF0_1234_5678L);
        assertThat(RequestId.uncounted(7, -1).counted()).isFalse();
    }

    @Test
    void printsAFixedForm() {
        assertThat(RequestId.minted(1, 1, 1)).hasToString("0g00000000000g000100000001");
        assertThat(RequestId.parse("0G00000000000G000100000001")).isEqualTo(RequestId.minted(1, 1, 1));
    }

    @Test
    void printsParsesAndSortsRandomIds() {
        Random random = new Random(3);
        List<RequestId> ids = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            RequestId id = RequestId.minted(
                    random.nextLong() & RequestId.INCARNATION_MASK,
                    random.nextInt(RequestId.MAX_COUNTER + 1),
                    1 + (random.nextLong() & RequestId.MAX_SEQUENCE - 1));
            assertThat(RequestId.parse(id.toString())).isEqualTo(id);
            ids.add(id);
        }

        List<RequestId> byText = new ArrayList<>(ids);
        byText.sort(Comparator.comparing(RequestId::toString));
        ids.sort(Comparator.naturalOrder());
        assertThat(ids).isEqualTo(byText).hasSize(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0g00000000000400020000000",
                "0g00000000000g0001000000011",
                "8g000000000004000200000001",
                "0g00000000000g00010000000l",
                "0g00000000000g00010000000u",
                "00000000000000000000000000",
                "0g00000000000g00010000000é",
                "0g00000000000g0001000000 1"
            })
    void refusesWhatItDidNotPrint(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> RequestId.parse(text));
    }

    @Test
    void refusesPartsThatDoNotFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> RequestId.minted(1L << 60, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> RequestId.minted(0, 1 << 24, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> RequestId.minted(0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> RequestId.minted(0, 0, 1L << 40));
        assertThatIllegalArgumentException().isThrownBy(() -> new RequestId(2L << 60, 1));
    }
}
