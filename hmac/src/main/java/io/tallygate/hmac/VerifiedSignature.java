package io.tallygate.hmac;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message signature (RFC 9421) that holds. What is not among its components was not signed.
 *
 * @param label its name in the message
 * @param keyId whose key has signed
 * @param components the identifiers of what is covered, in order: {@code "@method"}, quotes included
 * @param created when it was signed, if it says so
 * @param expires when it ends, if it says so
 * @param nonce whatever the signer said
 * @param tag what the signature is for, if it says so
 */
public record VerifiedSignature(
        String label,
        String keyId,
        List<String> components,
        @Nullable Instant created,
        @Nullable Instant expires,
        @Nullable String nonce,
        @Nullable String tag)
        implements SignatureResult {
    /** Copies the list. */
    public VerifiedSignature {
        components = List.copyOf(components);
    }

    static VerifiedSignature of(SignatureEntry entry, String keyId) {
        SignatureParameters parameters = entry.parameters();
        return new VerifiedSignature(
                entry.label().toString(),
                keyId,
                components(parameters),
                instant(parameters.created()),
                instant(parameters.expires()),
                text(parameters.nonce()),
                text(parameters.tag()));
    }

    private static List<String> components(SignatureParameters parameters) {
        List<String> all = new ArrayList<>();
        Components components = parameters.components();
        while (components.next()) {
            all.add(components.identifier().toString());
        }
        return all;
    }

    private static @Nullable Instant instant(long seconds) {
        return seconds == SignatureParameters.ABSENT ? null : Instant.ofEpochSecond(seconds);
    }

    private static @Nullable String text(@Nullable Slice slice) {
        return slice == null ? null : slice.toString();
    }
}
