package io.tallygate.apikey;

import io.tallygate.issue.KeyNames;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.StoredSecret;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Directory;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Proof;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Screening;
import io.tallygate.spi.TimeSource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The opened scheme.
 *
 * <p>An unknown id and a wrong secret take the same steps: every form of the presented key is computed before anything
 * is compared, and always {@link CredentialRecord#MAX_SECRETS} stored secrets are compared and their forms checked, decoys
 * where there are fewer. Only a caller whose secret has matched is told that the key is expired or disabled.
 */
final class ApiKeyAuthentication implements AuthenticationScheme<PresentedKey> {
    static final String KIND = "api-key";

    /** Stands for a secret that a record does not have: of a form like any other, and of digits that no hash has. */
    private static final StoredSecret DECOY = new StoredSecret(KeyHash.PLAIN, "-".repeat(64), null);

    private final KeyPlaces places;
    private final List<Pepper> peppers;
    private final Directory directory;
    private final TimeSource time;

    ApiKeyAuthentication(KeyPlaces places, List<Pepper> peppers, Directory directory, TimeSource time) {
        this.places = places;
        this.peppers = peppers;
        this.directory = directory;
        this.time = time;
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public Parsed parse(InboundRequest request) {
        return places.find(request);
    }

    /** A wrong checksum is a typing error; a right one names the record, and the name tells the second of its birth. */
    @Override
    public Screening screen(PresentedKey credential) {
        if (!credential.checksumHolds()) {
            return Screening.hopeless();
        }
        CredentialId id = credential.id();
        return new Screening.Names(id, KeyNames.birth(id));
    }

    @Override
    public Resolution<PresentedKey> resolve(PresentedKey credential) {
        if (!credential.checksumHolds()) {
            return new Resolution.Refused<>(Denial.INVALID_CREDENTIAL); // as screened; nobody need be asked
        }
        CredentialId id = credential.id();
        CredentialRecord record =
                directory.find(id).filter(found -> isKey(found, id)).orElse(null);
        StoredSecret[] stored = stored(record);
        List<StoredSecret> presented = KeyHash.ofEachForm(credential.key(), peppers);
        StoredSecret match = match(presented, stored);
        if (record == null || match == null) {
            requireKnownForms(id, presented, stored);
            return new Resolution.Refused<>(Denial.INVALID_CREDENTIAL);
        }
        return judge(record, match, Instant.ofEpochMilli(time.epochMillis()));
    }

    private static boolean isKey(CredentialRecord found, CredentialId id) {
        return found.kind().equals(KIND) && found.id().equals(id);
    }

    /** As many for every record, and for none. */
    private static StoredSecret[] stored(@Nullable CredentialRecord record) {
        List<StoredSecret> secrets = record == null ? List.of() : record.secrets();
        StoredSecret[] stored = new StoredSecret[CredentialRecord.MAX_SECRETS];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = i < secrets.size() ? secrets.get(i) : DECOY;
        }
        return stored;
    }

    private static @Nullable StoredSecret match(List<StoredSecret> presented, StoredSecret[] stored) {
        StoredSecret match = null;
        for (StoredSecret candidate : stored) {
            for (StoredSecret form : presented) {
                if (KeyHash.same(form, candidate)) {
                    match = candidate;
                }
            }
        }
        return match;
    }

    /** A key that we cannot check is not a wrong key: its owner must not be told to throw it away. */
    private static void requireKnownForms(CredentialId id, List<StoredSecret> presented, StoredSecret[] stored) {
        for (StoredSecret secret : stored) {
            boolean known = false;
            for (StoredSecret form : presented) {
                known |= form.form().equals(secret.form());
            }
            if (!known) {
                throw new IllegalStateException("credential " + id + " is stored as " + secret.form()
                        + "; give ApiKeyScheme the pepper of that label");
            }
        }
    }

    private static Resolution<PresentedKey> judge(CredentialRecord record, StoredSecret match, Instant now) {
        if (record.disabled()) {
            return new Resolution.Refused<>(Denial.DISABLED);
        }
        Instant end = earlier(record.entitlement().notAfter(), match.notAfter());
        if (end != null && !now.isBefore(end)) {
            return new Resolution.Refused<>(Denial.EXPIRED);
        }
        Entitlement given = record.entitlement().restingOn(record.id()).withNotAfter(end);
        return new Resolution.Known<>(given, Proof.bearer());
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    @Override
    public List<String> challenges(Denial denial, String realm) {
        String challenge = (places.bearer() ? "Bearer" : "ApiKey") + " realm=\"" + realm + "\"";
        String error = error(denial);
        return List.of(error == null ? challenge : challenge + ", error=\"" + error + "\"");
    }

    /** The error codes of RFC 6750, 3.1; none for a request that carried no credential. */
    private static @Nullable String error(Denial denial) {
        return switch (denial) {
            case INVALID_CREDENTIAL, EXPIRED, REVOKED, DISABLED -> "invalid_token";
            case MALFORMED_CREDENTIAL, AMBIGUOUS_CREDENTIAL -> "invalid_request";
            case INSUFFICIENT_SCOPE -> "insufficient_scope";
            default -> null;
        };
    }
}
