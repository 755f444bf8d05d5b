package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Secret;
import io.tallygate.spi.Listener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OldSecretUsesTest {
    private static final CredentialId ID = new CredentialId("tga_1");
    private static final DayScope TODAY = new DayScope("AWS4", "20261121", "eu-west-1");
    private static final LiveSecret NEW = new LiveSecret(Secret.ofUtf8("new"), null);
    private static final LiveSecret OLD = new LiveSecret(Secret.ofUtf8("old"), Instant.parse("2026-12-01T00:00:00Z"));

    private final List<String> alarms = new ArrayList<>();
    private final OldSecretUses uses = new OldSecretUses(new Listener() {
        @Override
        public void onAlarm(String code, String message) {
            alarms.add(code + ": " + message);
        }
    });

    private static AppKey key(LiveSecret... secrets) {
        Entitlement given = Entitlement.of(new AccountId("acme"), Provenance.recorded(ID, null));
        return new AppKey(given, List.of(secrets), false);
    }

    @Test
    void countsOldSecretsAndAlarmsOnce() {
        AppKey key = key(NEW, OLD);
        for (int i = 0; i < 11; i++) {
            uses.proven(ID, key, OLD);
            uses.proven(ID, key, NEW);
        }
        assertThat(uses.count(ID)).isEqualTo(11);
        assertThat(alarms)
                .containsExactly("app-key-old-secret: app key tga_1 is still used with a secret that is not its newest,"
                        + " and that ends at 2026-12-01T00:00:00Z; requests so far: 1");
    }

    @Test
    void comparesDerivedKeysWithinTheirScope() {
        LiveSecret today = new LiveSecret(NEW.secret(), TODAY, null);
        LiveSecret tomorrow = new LiveSecret(NEW.secret(), new DayScope("AWS4", "20261122", "eu-west-1"), null);
        LiveSecret old = new LiveSecret(OLD.secret(), TODAY, null);
        AppKey key = key(today, tomorrow, old);
        uses.proven(ID, key, tomorrow);
        assertThat(uses.count(ID)).isZero();
        uses.proven(ID, key, old);
        assertThat(uses.count(ID)).isOne();
    }

    @Test
    void countsABoundedNumberOfKeys() {
        AppKey key = key(NEW, OLD);
        for (int i = 0; i <= OldSecretUses.MOST; i++) {
            uses.proven(new CredentialId("tga_" + i), key, OLD);
        }
        assertThat(uses.count(new CredentialId("tga_" + (OldSecretUses.MOST - 1))))
                .isOne();
        assertThat(uses.count(new CredentialId("tga_" + OldSecretUses.MOST))).isZero();
    }
}
