package io.tallygate.apikey;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.Tallygate;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Permit;
import io.tallygate.model.Restriction;
import io.tallygate.model.Revocation;
import io.tallygate.model.Scope;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.FaultyDirectory;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that a session of an API key has kept takes effect when it changes. */
class KeyChangesTest {
    private static final Duration PULL = ofSeconds(5);

    private final ManualTime time = ManualTime.at("2026-01-31T23:00:00Z");
    private final InMemoryDirectory records = new InMemoryDirectory();
    private final FaultyDirectory directory = FaultyDirectory.around(records);
    private final ApiKeys keys = ApiKeys.in(records).time(time).random(new Random(1));
    private final IssuedKey key = keys.issue("acme", "orders:read");
    private final Tallygate gate = Tallygate.builder()
            .directory(directory)
            .accept(ApiKeyScheme.standard())
            .time(time)
            .freshness(f -> f.pullEvery(PULL))
            .build();

    @AfterEach
    void close() {
        gate.close();
        assertThat(time.pending()).isZero();
        assertThat(time.failures()).isEmpty();
    }

    /** Something that may happen to a key, and what its next request must come to. */
    private enum Happening {
        SCOPES_TAKEN(Denial.INSUFFICIENT_SCOPE) {
            @Override
            void happen(KeyChangesTest to) {
                to.change(entitlement -> entitlement.withScopes(Scope.setOf("orders:write")));
            }
        },
        NETWORKS_NARROWED(Denial.NETWORK_NOT_ALLOWED) {
            @Override
            void happen(KeyChangesTest to) {
                to.change(entitlement ->
                        entitlement.withRestrictions(List.of(Restriction.Networks.of("203.0.113.0/24"))));
            }
        },
        PLAN_CHANGED(null) {
            @Override
            void happen(KeyChangesTest to) {
                to.records.assign("acme", "gold");
            }
        },
        ENDED(Denial.EXPIRED) {
            @Override
            void happen(KeyChangesTest to) {
                to.keys.expire(to.key.id(), to.time.instant());
            }
        },
        DISABLED(Denial.DISABLED) {
            @Override
            void happen(KeyChangesTest to) {
                to.keys.disable(to.key.id());
            }
        },
        REMOVED(Denial.INVALID_CREDENTIAL) {
            @Override
            void happen(KeyChangesTest to) {
                to.keys.revoke(to.key.id());
            }
        },
        SECRET_REPLACED(Denial.INVALID_CREDENTIAL) {
            @Override
            void happen(KeyChangesTest to) {
                to.keys.rotate(to.key.id(), Duration.ZERO);
            }
        },
        SECRET_ROTATED_AND_OVERLAP_OVER(Denial.EXPIRED) {
            @Override
            void happen(KeyChangesTest to) {
                to.keys.rotate(to.key.id(), ofSeconds(1));
                to.time.advance(PULL);
                assertThat(to.admit()).isInstanceOf(Deny.class);
                to.time.advance(ofMinutes(1));
            }
        },
        CREDENTIAL_REVOKED(Denial.REVOKED) {
            @Override
            void happen(KeyChangesTest to) {
                to.records.revoke(new Revocation.OfCredential(to.key.id()), null);
            }
        },
        ACCOUNT_REVOKED(Denial.REVOKED) {
            @Override
            void happen(KeyChangesTest to) {
                to.records.revoke(
                        new Revocation.OfAccount(to.key.record().entitlement().account()), null);
            }
        },
        ALL_ISSUED_BEFORE_REVOKED(Denial.REVOKED) {
            @Override
            void happen(KeyChangesTest to) {
                to.records.revoke(new Revocation.IssuedBefore(to.time.instant().plusSeconds(1)), null);
            }
        };

        private final Denial denial;

        Happening(Denial denial) {
            this.denial = denial;
        }

        abstract void happen(KeyChangesTest to);
    }

    static List<Arguments> eachToldAndUntold() {
        List<Arguments> all = new ArrayList<>();
        for (Happening happening : Happening.values()) {
            all.add(Arguments.of(happening, true));
            all.add(Arguments.of(happening, false));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("eachToldAndUntold")
    void takesEffect(Happening happening, boolean told) {
        directory.telling(told);
        Decision before = admit();
        assertThat(before).isInstanceOf(Permit.class);
        assertThat(((Permit) before).entitlement().plan()).isNull();
        happening.happen(this);
        if (!told) {
            time.advance(PULL);
        }
        Decision after = admit();
        if (happening.denial == null) {
            assertThat(((Permit) after).entitlement().plan()).isEqualTo("gold");
        } else {
            assertThat(((Deny) after).denial()).isEqualTo(happening.denial);
        }
    }

    private Decision admit() {
        return gate.admit(FakeRequest.get("/orders").header("X-Api-Key", key.secret()), Demand.of("orders:read"));
    }

    private void change(UnaryOperator<Entitlement> change) {
        CredentialId id = key.id();
        CredentialRecord record = records.find(id).orElseThrow();
        records.update(record.withEntitlement(change.apply(record.entitlement())));
    }
}
