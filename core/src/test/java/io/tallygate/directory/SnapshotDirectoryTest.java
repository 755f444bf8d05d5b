package io.tallygate.directory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotDirectoryTest {
    @TempDir
    private Path directory;

    @Test
    void putsAFileInThePlaceOfAnother() throws IOException {
        SnapshotDirectory disk = new SnapshotDirectory(directory);
        disk.write("new", "one".getBytes(US_ASCII));
        disk.rename("new", "file");
        disk.write("new", "other".getBytes(US_ASCII));
        disk.rename("new", "file");
        assertThat(disk.read("file", 5)).asString(US_ASCII).isEqualTo("other");
        assertThat(Files.exists(directory.resolve("new"))).isFalse();
        assertThat(disk.faults()).isEmpty();
    }

    @Test
    void letsOnlyTheOwnerRead() throws IOException {
        Path left = Files.createFile(
                directory.resolve("new"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        new SnapshotDirectory(directory).write("new", new byte[1]);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(left)))
                .isEqualTo("rw-------");
    }

    @Test
    void readsNothingThatIsTooLarge() throws IOException {
        SnapshotDirectory disk = new SnapshotDirectory(directory);
        disk.write("file", new byte[6]);
        assertThatThrownBy(() -> disk.read("file", 5))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("6 bytes, at most 5");
        assertThatThrownBy(() -> disk.read("none", 5)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void saysWhatIsWrongWithItsPlace() throws IOException {
        assertThat(new SnapshotDirectory(directory.resolve("none")).faults()).hasSize(1);
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(new SnapshotDirectory(file).faults())
                .singleElement()
                .asString()
                .contains("cannot be written");
    }
}
