package io.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.quota.ledger.EdgeId;
import io.tallygate.quota.testing.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class EdgeFileTest {
    private static final int COUNT_AT = StateHeader.SIZE + 8 + 8 + 4;

    private final MemoryDisk disk = new MemoryDisk("disk");
    private final EdgeFile file = EdgeFile.fresh(new EdgeId("a".repeat(32)), disk.place());

    @Test
    void readsWhatItStored() throws IOException {
        EdgeFile before = file.closedTo(17).recovered(3).renamed(new EdgeId("b".repeat(32)));
        before.store(disk);
        assertThat(EdgeFile.load(disk)).isEqualTo(before);
        assertThat(before.owns(new EdgeId("a".repeat(32)))).isTrue();
    }

    @Test
    void owesTheLedgerANoticeUnderANewNameAsWell() {
        EdgeId other = new EdgeId("b".repeat(32));
        assertThat(file.recovered(EdgeFile.OWED).renamed(other).recovery()).isEqualTo(EdgeFile.OWED);
        assertThat(file.recovered(3).renamed(other).recovery()).isZero();
    }

    @Test
    void refusesANumberOfFormerNamesThatOverflows() throws IOException {
        file.store(disk);
        byte[] bytes = disk.content(EdgeFile.NAME);
        ByteBuffer view = StateHeader.view(bytes).putInt(COUNT_AT, 1 << 28);
        view.putInt(bytes.length - 4, StateHeader.checksum(bytes, 0, bytes.length - 4));
        disk.damage(EdgeFile.NAME, bytes);
        assertThatThrownBy(() -> EdgeFile.load(disk))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageContaining("its length is wrong");
    }
}
