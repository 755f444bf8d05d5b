package io.tallygate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretsStaySecretTest {
    @Test
    void secretShowsNothingAndComparesByContent() {
        Secret secret = Secret.ofUtf8("hunter2");

        assertThat(secret).hasToString("Secret[redacted]").isEqualTo(Secret.ofUtf8("hunter2"));
        assertThat(secret).isNotEqualTo(Secret.ofUtf8("hunter3"));
        assertThat(secret.matches("hunter2".getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(secret.matches("hunter".getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    void secretKeepsItsOwnCopy() {
        byte[] bytes = {1, 2, 3};
        Secret secret = Secret.of(bytes);
        bytes[0] = 9;
        secret.reveal()[1] = 9;

        assertThat(secret.reveal()).containsExactly(1, 2, 3);
        assertThatIllegalArgumentException().isThrownBy(() -> Secret.of(new byte[0]));
    }

    @Test
    void recordsShowNoStoredSecret() {
        StoredSecret stored = new StoredSecret("sha256", "deadbeef", Instant.EPOCH);
        Entitlement entitlement =
                Entitlement.of(new AccountId("acme"), Provenance.recorded(new CredentialId("key-1"), Instant.EPOCH));
        CredentialRecord record =
                new CredentialRecord(new CredentialId("key-1"), "api-key", List.of(stored), entitlement, false, 3);

        assertThat(record.toString()).doesNotContain("deadbeef").contains("redacted", "key-1");
        assertThat(record.entitlement().version()).isEqualTo(3);
        assertThat(stored.liveAt(Instant.EPOCH)).isFalse();
        assertThat(stored.liveAt(Instant.EPOCH.minusNanos(1))).isTrue();
    }

    @Test
    void refusalsOfHostileTextDoNotRepeatIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AccountId("secret\nline"))
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StoredSecret("sha256", "päss", null))
                .withMessageNotContaining("päss");
    }
}
