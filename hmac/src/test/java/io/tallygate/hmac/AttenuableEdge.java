package io.tallygate.hmac;

import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Secret;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Resolution;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.ManualTime;
import java.util.Optional;
import java.util.Random;

/** A scheme for attenuable keys over a directory with one app key, which belongs to account {@code acme}. */
final class AttenuableEdge {
    static final String APP = "tga_1xUip6AbCdefg";
    static final String TEXT = "tgs_OldSecretForTestsOnly00000000000000000000000F1TJJ";
    static final Secret SECRET = Secret.ofUtf8(TEXT);
    static final Secret FRESH = Secret.ofUtf8("tgs_FreshSecretForTestsOnly000000000000000000000PNDHs");
    static final Secret GUESSED = Secret.ofUtf8("tgs_GuessedSecretForTestsOnly0000000000000000001ar1Cx");

    final ManualTime time = ManualTime.at("2026-11-21T12:00:00Z");
    final Random random = new Random(42);
    final InMemoryDirectory directory = new InMemoryDirectory(time);
    final CredentialRecord record = Sealed.insert(directory, APP, TEXT);
    final Environment environment = new Environment(time, random, time, new Listener() {}, Optional.of(directory));
    final AuthenticationScheme<PresentedAttenuableKey> scheme = open();

    AuthenticationScheme<PresentedAttenuableKey> open() {
        return AttenuableScheme.sealing("2026", Sealed.key(1)).open(environment);
    }

    AttenuableKeys keys() {
        return keys(SECRET);
    }

    AttenuableKeys keys(Secret secret) {
        return AttenuableKeys.of(APP, secret).time(time).random(random);
    }

    static FakeRequest carrying(String text) {
        return FakeRequest.get("/orders").header("Authorization", "Bearer " + text);
    }

    /** Why the text is refused; null when it is not. */
    Denial refusal(String text) {
        Parsed parsed = scheme.parse(carrying(text));
        if (!(parsed instanceof PresentedAttenuableKey presented)) {
            return Denial.MALFORMED_CREDENTIAL;
        }
        return scheme.resolve(presented) instanceof Resolution.Refused<?> refused ? refused.denial() : null;
    }

    Entitlement entitlement(AttenuableKey key) {
        PresentedAttenuableKey presented = (PresentedAttenuableKey) scheme.parse(carrying(key.text()));
        return ((Resolution.Known<?>) scheme.resolve(presented)).entitlement();
    }
}
