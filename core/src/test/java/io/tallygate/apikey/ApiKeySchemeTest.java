package io.tallygate.apikey;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Secret;
import io.tallygate.model.StoredSecret;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Directory;
import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Screening;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.FaultyDirectory;
import io.tallygate.testing.ManualTime;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeySchemeTest {
    private final ManualTime time = ManualTime.at("2026-01-31T23:59:00Z");
    private final InMemoryDirectory records = new InMemoryDirectory();
    private final FaultyDirectory directory = FaultyDirectory.around(records);
    private final ApiKeys keys = ApiKeys.in(records).time(time).random(new Random(1));
    private final AuthenticationScheme<PresentedKey> scheme = open(ApiKeyScheme.standard());
    private final IssuedKey issued = keys.issue("acme", "orders:read");
    private final String key = issued.secret();

    @Test
    void resolvesWhatWasIssued() {
        Entitlement entitlement = known(resolve(key)).entitlement();
        assertThat(entitlement).isEqualTo(issued.record().entitlement());
        assertThat(entitlement.provenance().credential()).isEqualTo(issued.id());
        assertThat(entitlement.version()).isOne();
        assertThat(directory.calls()).isOne();
    }

    @Test
    void findsTheKeyInItsHeaderOrAsABearerToken() {
        assertKey(FakeRequest.get("/").header("X-Api-Key", key));
        assertKey(FakeRequest.get("/").header("x-API-key", key));
        assertKey(FakeRequest.get("/").header("Authorization", "Bearer " + key));
        assertKey(FakeRequest.get("/").header("Authorization", "bEARER " + key));
        assertKey(FakeRequest.get("/").header("Authorization", "Basic abc").header("X-Api-Key", key));
    }

    @Test
    void leavesOtherCredentialsToOthers() {
        assertThat(scheme.parse(FakeRequest.get("/?api_key=" + key))).isEqualTo(Parsed.absent());
        for (String other : List.of(
                "",
                "Bearer",
                "Bearer ",
                "Bearer eyJhbGciOiJFUzI1NiJ9.e30.x",
                "Basic " + key,
                "Bearer  " + key,
                key,
                "Bearer\t" + key,
                "Bearer tgx_1",
                "Bearer TG_1",
                "\u212Aearer " + key)) {
            assertThat(scheme.parse(FakeRequest.get("/").header("Authorization", other)))
                    .as(other)
                    .isEqualTo(Parsed.absent());
        }
        assertThat(scheme.parse(
                        FakeRequest.get("/").header("Authorization", "Basic a").header("Authorization", "Basic b")))
                .isEqualTo(Parsed.absent());
    }

    @Test
    void refusesWhatNobodyCanMean() {
        for (String broken : List.of(
                "",
                " ",
                key + " ",
                " " + key,
                key + "\n",
                key.substring(1),
                key + "0",
                "x".repeat(100_000),
                key.replace("tg_", "tx_"),
                key.replace("tg_", "TG_"),
                key.substring(0, 43) + "\u00e9",
                key.substring(0, 43) + "\u0660",
                key.substring(0, 43) + "\0",
                key.substring(0, 43) + "-",
                key + ", " + key,
                "\"" + key.substring(2) + "\"")) {
            assertThat(scheme.parse(FakeRequest.get("/").header("X-Api-Key", broken)))
                    .as(broken)
                    .isEqualTo(Parsed.malformed());
        }
        assertMalformed(FakeRequest.get("/").header("Authorization", "Bearer " + key + " "));
        assertMalformed(FakeRequest.get("/").header("Authorization", "Bearer tg_1"));
        assertMalformed(FakeRequest.get("/").header("Authorization", "Bearer " + key + ", Bearer " + key));
        assertThat(directory.calls()).isZero();
    }

    @Test
    void refusesAKeyThatComesTwice() {
        assertMalformed(FakeRequest.get("/").header("X-Api-Key", key).header("x-api-key", key));
        assertMalformed(FakeRequest.get("/").header("X-Api-Key", key).header("Authorization", "Bearer " + key));
        assertMalformed(
                FakeRequest.get("/").header("Authorization", "Bearer " + key).header("Authorization", "Bearer " + key));
        assertMalformed(
                FakeRequest.get("/").header("Authorization", "Basic a").header("Authorization", "Bearer " + key));
        AuthenticationScheme<PresentedKey> query = open(ApiKeyScheme.standard().queryParameter("api_key"));
        assertThat(query.parse(FakeRequest.get("/?api_key=" + key).header("X-Api-Key", key)))
                .isEqualTo(Parsed.malformed());
    }

    @Test
    void acceptsKeysOfTwoPrefixesWhileCustomersChange() {
        ApiKeyScheme migrating = ApiKeyScheme.standard().alsoPrefix("tg_live");
        AuthenticationScheme<PresentedKey> both = open(migrating);
        String young = keys.prefix("tg_live").issue("acme").secret();
        for (String each : List.of(key, young)) {
            for (FakeRequest request : List.of(
                    FakeRequest.get("/").header("X-Api-Key", each),
                    FakeRequest.get("/").header("Authorization", "Bearer " + each))) {
                PresentedKey found = (PresentedKey) both.parse(request);
                assertThat(found.key()).isEqualTo(each);
                assertThat(known(both.resolve(found)).entitlement().account()).isEqualTo(new AccountId("acme"));
            }
        }
        assertThat(migrating.toString()).contains("[tg, tg_live]");
    }

    @Test
    void refusesABrokenKeyOfEitherPrefixInsteadOfOverlookingIt() {
        AuthenticationScheme<PresentedKey> both = open(ApiKeyScheme.standard().alsoPrefix("old"));
        String old = keys.prefix("old").issue("acme").secret();
        for (String broken : List.of(
                old.substring(0, old.length() - 1), "old_", "old_" + key.substring(3) + "0", "tg_" + old, "olds_1")) {
            assertThat(both.parse(FakeRequest.get("/").header("X-Api-Key", broken)))
                    .as(broken)
                    .isEqualTo(Parsed.malformed());
        }
        assertThat(both.parse(FakeRequest.get("/").header("Authorization", "Bearer old_1")))
                .isEqualTo(Parsed.malformed());
        assertThat(both.parse(FakeRequest.get("/").header("Authorization", "Bearer older_1")))
                .isEqualTo(Parsed.absent());
        assertThat(both.parse(FakeRequest.get("/").header("X-Api-Key", key).header("Authorization", "Bearer " + old)))
                .isEqualTo(Parsed.malformed());
        assertThat(scheme.parse(FakeRequest.get("/").header("X-Api-Key", old))).isEqualTo(Parsed.malformed());
    }

    @Test
    void looksInTheQueryOnlyWhenAsked() {
        AuthenticationScheme<PresentedKey> query = open(ApiKeyScheme.standard().queryParameter("api_key"));
        for (String target : List.of(
                "/?api_key=" + key,
                "/a?x=1&api_key=" + key,
                "/?api_key=" + key + "&x=1",
                "/?&api_key=" + key + "&",
                "/?api_keys=1&api_key=" + key)) {
            assertThat(query.parse(FakeRequest.get(target))).as(target).isInstanceOf(PresentedKey.class);
            assertThat(known(query.resolve((PresentedKey) query.parse(FakeRequest.get(target)))))
                    .isNotNull();
        }
        for (String target : List.of(
                "/?api_key=" + key + "&api_key=" + key,
                "/?api_key",
                "/?api_key=",
                "/?api_key&x",
                "/?x&api_key",
                "/?api_key=" + key + "#",
                "/?api_key=%74" + key.substring(1),
                "/?api_key=" + key + ";x")) {
            assertThat(query.parse(FakeRequest.get(target))).as(target).isEqualTo(Parsed.malformed());
        }
        for (String target :
                List.of("", "/", "/?", "/?&", "/?API_KEY=" + key, "/?api%5Fkey=" + key, "/api_key=" + key)) {
            assertThat(query.parse(FakeRequest.get(target))).as(target).isEqualTo(Parsed.absent());
        }
    }

    @Test
    void refusesEveryTypingErrorWithoutACentralCall() {
        int refused = 0;
        for (int i = 0; i < key.length(); i++) {
            for (char c = 0x21; c < 0x7F; c++) {
                String typo = key.substring(0, i) + c + key.substring(i + 1);
                if (c != key.charAt(i)) {
                    Parsed parsed = scheme.parse(FakeRequest.get("/").header("X-Api-Key", typo));
                    refused +=
                            parsed == Parsed.malformed() || refusal(resolve(typo)) == Denial.INVALID_CREDENTIAL ? 1 : 0;
                }
            }
        }
        assertThat(refused).isEqualTo(44 * 93);
        assertThat(directory.calls()).isZero();
    }

    @Test
    void screensByChecksumAndNamesRecordAndBirth() {
        String typo = key.substring(0, 43) + (key.charAt(43) == 'a' ? 'b' : 'a');
        assertThat(scheme.screen(parsed(typo))).isEqualTo(Screening.hopeless());
        assertThat(scheme.screen(parsed(key))).isEqualTo(new Screening.Names(issued.id(), time.instant()));
        assertThat(directory.calls()).isZero();
    }

    @Test
    void answersAnUnknownIdAndAWrongSecretAlike() {
        String wrongSecret = KeyFormat.newKey(issued.id(), new Random(7));
        String unknown = ApiKeys.in(new InMemoryDirectory()).issue("acme").secret();
        assertThat(resolve(wrongSecret)).isEqualTo(resolve(unknown));
        assertThat(refusal(resolve(unknown))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(directory.calls()).isEqualTo(3);
    }

    @Test
    void tellsDisabledAndExpiredOnlyToTheHolderOfTheSecret() {
        String wrongSecret = KeyFormat.newKey(issued.id(), new Random(7));
        keys.expire(issued.id(), time.instant());
        assertThat(refusal(resolve(key))).isEqualTo(Denial.EXPIRED);
        assertThat(refusal(resolve(wrongSecret))).isEqualTo(Denial.INVALID_CREDENTIAL);
        keys.disable(issued.id());
        assertThat(refusal(resolve(key))).isEqualTo(Denial.DISABLED);
        assertThat(refusal(resolve(wrongSecret))).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    @Test
    void acceptsBothSecretsWhileTheyOverlapAndEndsTheOlderSession() {
        IssuedKey rotated = keys.rotate(issued.id(), ofMinutes(5));
        Instant end = time.instant().plus(ofMinutes(5));
        assertThat(known(resolve(key)).entitlement().notAfter()).isEqualTo(end);
        assertThat(known(resolve(rotated.secret())).entitlement().notAfter()).isNull();
        time.advance(ofMinutes(5).minus(ofSeconds(1)));
        assertThat(known(resolve(key))).isNotNull();
        time.advance(ofSeconds(1));
        assertThat(refusal(resolve(key))).isEqualTo(Denial.EXPIRED);
        assertThat(known(resolve(rotated.secret()))).isNotNull();
    }

    @Test
    void neverLetsAnOverlapOutliveTheKey() {
        Instant end = time.instant().plusSeconds(60);
        keys.expire(issued.id(), end);
        keys.rotate(issued.id(), ofMinutes(5));
        assertThat(known(resolve(key)).entitlement().notAfter()).isEqualTo(end);
    }

    @Test
    void acceptsOnlyRecordsOfItsKind() {
        CredentialRecord record = records.find(issued.id()).orElseThrow();
        records.update(new CredentialRecord(
                record.id(), "opaque-token", record.secrets(), record.entitlement(), false, record.version()));
        assertThat(refusal(resolve(key))).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    @Test
    void acceptsOnlyTheRecordItAskedFor() {
        CredentialRecord others = keys.issue("globex").record();
        Directory confused = new Directory() {
            @Override
            public Optional<CredentialRecord> find(CredentialId id) {
                return Optional.of(others.withSecrets(issued.record().secrets()));
            }

            @Override
            public Optional<String> plan(AccountId account) {
                return Optional.empty();
            }
        };
        AuthenticationScheme<PresentedKey> misled = ApiKeyScheme.standard().open(environment(confused));
        assertThat(refusal(misled.resolve(parsed(key)))).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    @Test
    void namesItsRecordAsProvenanceWhateverTheRecordSays() {
        CredentialRecord record = records.find(issued.id()).orElseThrow();
        Provenance lie = Provenance.token("elsewhere", null, null, null);
        records.update(
                record.withEntitlement(Entitlement.of(record.entitlement().account(), lie)));
        assertThat(known(resolve(key)).entitlement().provenance().credential()).isEqualTo(issued.id());
    }

    @Test
    void checksPepperedKeysAndSaysWhichPepperItLacks() {
        Secret old = Secret.ofUtf8("0123456789abcdef");
        Secret young = Secret.ofUtf8("fedcba9876543210");
        String first = keys.pepper("2025", () -> old).issue("acme").secret();
        String second = keys.pepper("2026", () -> young).issue("acme").secret();
        AuthenticationScheme<PresentedKey> both =
                open(ApiKeyScheme.standard().pepper("2025", () -> old).pepper("2026", () -> young));
        for (String each : List.of(first, second, key)) {
            assertThat(known(both.resolve(parsed(each)))).isNotNull();
        }
        AuthenticationScheme<PresentedKey> swapped =
                open(ApiKeyScheme.standard().pepper("2025", () -> young).pepper("2026", () -> old));
        assertThat(refusal(swapped.resolve(parsed(first)))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThatThrownBy(() -> resolve(first)).hasMessageContaining("hmac-sha256:2025");
        AuthenticationScheme<PresentedKey> weak =
                open(ApiKeyScheme.standard().pepper("w", () -> Secret.ofUtf8("short")));
        assertThatThrownBy(() -> weak.resolve(parsed(key))).hasMessageContaining("pepper w must have at least 16");
    }

    @Test
    void passesOnThatTheCentreIsAway() {
        directory.down();
        assertThatThrownBy(() -> resolve(key)).isInstanceOf(DirectoryUnavailableException.class);
    }

    @Test
    void identifiesAKeyByAllOfItsCharacters() {
        StringBuilder written = new StringBuilder();
        PresentedKey presented =
                (PresentedKey) scheme.parse(FakeRequest.get("/").header("Authorization", "Bearer " + key));
        presented.identify((text, from, to) -> written.append(text, from, to));
        assertThat(written).hasToString(key);
    }

    @Test
    void showsNoSecretAnywhere() {
        Secret pepper = Secret.ofUtf8("0123456789abcdef");
        ApiKeyScheme blueprint =
                ApiKeyScheme.standard().queryParameter("api_key").pepper("2026", () -> pepper);
        String hash = issued.record().secrets().get(0).value();
        for (Object shown :
                List.of(parsed(key), issued, issued.record(), resolve(key), blueprint, pepper, scheme, keys)) {
            assertThat(shown.toString()).doesNotContain(key, key.substring(16), hash, "0123456789abcdef");
        }
        assertThat(blueprint.redacted("/a?api_key=" + key + "&x=1&api_key=" + key + "&api_key&"))
                .isEqualTo("/a?api_key=redacted&x=1&api_key=redacted&api_key=redacted&");
        assertThat(blueprint.redacted("/a")).isEqualTo("/a");
        assertThat(ApiKeyScheme.standard().redacted("/?api_key=1")).isEqualTo("/?api_key=1");
    }

    @ParameterizedTest
    @EnumSource(Denial.class)
    void challengesAsRfc6750Says(Denial denial) {
        String error = switch (denial) {
            case INVALID_CREDENTIAL, EXPIRED, REVOKED, DISABLED -> ", error=\"invalid_token\"";
            case MALFORMED_CREDENTIAL, AMBIGUOUS_CREDENTIAL -> ", error=\"invalid_request\"";
            case INSUFFICIENT_SCOPE -> ", error=\"insufficient_scope\"";
            default -> "";
        };
        assertThat(scheme.challenges(denial, "orders")).containsExactly("Bearer realm=\"orders\"" + error);
        assertThat(open(ApiKeyScheme.standard().withoutBearer()).challenges(denial, "orders"))
                .containsExactly("ApiKey realm=\"orders\"" + error);
    }

    @Test
    void reportsAllFaultsAtOnceWithARemedyEach() {
        ApiKeyScheme broken = ApiKeyScheme.standard()
                .prefix("TG")
                .alsoPrefix("TG")
                .header("Authorization")
                .queryParameter("api key")
                .pepper("a:b", () -> Secret.ofUtf8("x"))
                .pepper("a:b", () -> Secret.ofUtf8("x"));
        Environment bare = new Environment(time, new Random(1), time, new Listener() {}, Optional.empty());
        assertThat(broken.faults(bare)).hasSize(9).allMatch(fault -> fault.contains("; "));
        assertThat(ApiKeyScheme.standard().withoutHeader().withoutBearer().faults(environment(directory)))
                .singleElement()
                .asString()
                .contains("nowhere");
        assertThat(ApiKeyScheme.standard().faults(environment(directory))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Api-Key", "Authorization"})
    void allocatesOneSmallObjectToParse(String field) {
        FakeRequest fake = FakeRequest.get("/").header(field, field.equals("Authorization") ? "Bearer " + key : key);
        OneHeader request = new OneHeader(fake, field);
        int rounds = 20_000;
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long perParse = Long.MAX_VALUE;
        // The least of some runs, as the compiler of the platform allocates when it swaps code in.
        for (int run = 0; run < 5; run++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            parseRepeatedly(request, rounds);
            perParse = Math.min(perParse, (threads.getCurrentThreadAllocatedBytes() - before) / rounds);
        }
        assertThat(perParse).isBetween(1L, 24L);
    }

    private Parsed last = Parsed.absent();

    private void parseRepeatedly(OneHeader request, int rounds) {
        for (int i = 0; i < rounds; i++) {
            last = scheme.parse(request);
        }
    }

    @Test
    void storesNoMoreThanAHash() {
        StoredSecret stored = issued.record().secrets().get(0);
        assertThat(stored.form()).isEqualTo("sha256");
        assertThat(stored.value()).matches("[0-9a-f]{64}");
        assertThat(issued.record().toString()).doesNotContain(key.substring(16));
    }

    private void assertKey(FakeRequest request) {
        Parsed parsed = scheme.parse(request);
        assertThat(parsed).isInstanceOf(PresentedKey.class);
        assertThat(((PresentedKey) parsed).key()).isEqualTo(key);
    }

    private void assertMalformed(FakeRequest request) {
        assertThat(scheme.parse(request)).isEqualTo(Parsed.malformed());
    }

    private Resolution<PresentedKey> resolve(String text) {
        return scheme.resolve(parsed(text));
    }

    private static PresentedKey parsed(String text) {
        return new PresentedKey(text, 0, text.length());
    }

    private static Resolution.Known<PresentedKey> known(Resolution<PresentedKey> resolution) {
        assertThat(resolution).isInstanceOf(Resolution.Known.class);
        return (Resolution.Known<PresentedKey>) resolution;
    }

    private static Denial refusal(Resolution<PresentedKey> resolution) {
        assertThat(resolution).isInstanceOf(Resolution.Refused.class);
        return ((Resolution.Refused<PresentedKey>) resolution).denial();
    }

    private AuthenticationScheme<PresentedKey> open(ApiKeyScheme blueprint) {
        return blueprint.open(environment(directory));
    }

    private Environment environment(Directory centre) {
        return new Environment(time, new Random(1), time, new Listener() {}, Optional.of(centre));
    }
}
