package io.tallygate.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCopyTest {
    private static final byte[] SET = "{\"keys\":[]}\n\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private KeyCopy copy;

    @BeforeEach
    void open() {
        copy = new KeyCopy(directory.resolve("keys"), URI.create("https://login.example.com/jwks"));
    }

    @Test
    void givesBackWhatWasWrittenLast() throws IOException {
        assertThat(copy.read()).isNull();
        copy.write(new KeyCopy.Kept(new byte[JwkSet.MAX_BYTES], 1));
        copy.write(new KeyCopy.Kept(SET, 1_769_860_800_000L));

        KeyCopy.Kept kept = copy.read();
        assertThat(kept).isNotNull();
        assertThat(kept.json()).isEqualTo(SET);
        assertThat(kept.confirmed()).isEqualTo(1_769_860_800_000L);
        assertThat(Files.readString(copy.file())).startsWith("tallygate-jwks 1 1769860800000 ");
    }

    @Test
    void readsNoFileThatIsDamagedInAnyByte() throws IOException {
        copy.write(new KeyCopy.Kept(SET, 1_769_860_800_000L));
        byte[] written = Files.readAllBytes(copy.file());
        int seen = 0;
        for (int i = 0; i < written.length; i++) {
            byte[] damaged = written.clone();
            damaged[i] ^= 0x40; // digits of the time become letters
            assertThat(copy.parse(damaged)).as("byte " + i).isNull();
            assertThat(copy.parse(Arrays.copyOf(written, i)))
                    .as("the first " + i)
                    .isNull();
            seen++;
        }
        assertThat(seen).isGreaterThan(100);
        assertThat(copy.parse(written)).isNotNull();
    }

    @Test
    void readsNoOtherIssuersFileAndNoneThatIsTooLong() throws IOException {
        copy.write(new KeyCopy.Kept(SET, 1));
        assertThat(new KeyCopy(copy.file(), URI.create("https://other.example.com/jwks")).read())
                .isNull();

        copy.write(new KeyCopy.Kept(new byte[JwkSet.MAX_BYTES * 2], 1));
        assertThat(copy.read()).isNull();
        Files.delete(copy.file());
        Files.createDirectory(copy.file());
        assertThat(copy.read()).isNull();
    }
}
