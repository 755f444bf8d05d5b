package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import io.tallygate.model.Secret;
import io.tallygate.seal.SealingKeys;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accepts requests that are signed with an app key's secret, by a closed profile of HTTP Message Signatures (RFC 9421).
 * Immutable: each method returns another.
 *
 * <pre>{@code
 * HmacScheme.profile("orders").sealing("2026", sealingKey)
 * }</pre>
 *
 * <p>A signature of the profile has {@code tag="tallygate-v1"}, under any label; others beside it are ignored. It is an
 * HMAC-SHA256 over
 *
 * <ul>
 *   <li>{@code "@method" "@authority" "@path" "@query"}, in this order;
 *   <li>behind them {@code "content-type" "content-digest"} when there is a body, whose digest is verified while the host
 *       reads it;
 *   <li>whatever other fields the caller covers;
 *   <li>the parameters {@code created}, {@code expires}, {@code nonce} (16 to 64 characters of base64url), {@code keyid} and
 *       {@code tag}, once each and no other, in any order.
 * </ul>
 *
 * <p>The wire is what is signed: nothing is decoded or put into another form, and a request whose target can be read in more
 * than one way is refused, as is a second line of a field that stands once. {@link RequestSigner} makes such signatures.
 */
public final class HmacScheme implements Blueprint<AuthenticationScheme<PresentedSignature>> {
    private static final long MAX_BODY = 10L * 1024 * 1024;
    private static final long MOST_BODY = 1L << 40;

    private final String profile;
    private final SealingKeys sealing;
    private final Window window;
    private final Replays replays;
    private final AuthorityResolver authorities;
    private final TargetResolver targets;
    private final @Nullable String region;
    private final long maxBody;
    private final Diagnosis diagnosis;

    private HmacScheme(
            String profile,
            SealingKeys sealing,
            Window window,
            Replays replays,
            AuthorityResolver authorities,
            TargetResolver targets,
            @Nullable String region,
            long maxBody,
            Diagnosis diagnosis) {
        this.profile = profile;
        this.sealing = sealing;
        this.window = window;
        this.replays = Objects.requireNonNull(replays);
        this.authorities = Objects.requireNonNull(authorities);
        this.targets = Objects.requireNonNull(targets);
        this.region = region;
        this.maxBody = maxBody;
        this.diagnosis = Objects.requireNonNull(diagnosis);
    }

    /**
     * Begins a scheme.
     *
     * @param name what the service calls its signatures: the label it asks for them by in {@code Accept-Signature}, and
     *     nothing that is signed. 1 to 32 of {@code a-z 0-9 -}, beginning with a letter
     */
    public static NeedsSealing profile(String name) {
        return new NeedsSealing(Objects.requireNonNull(name));
    }

    /** A scheme half said: it is open by which key the directory's secrets are opened. */
    public static final class NeedsSealing {
        private final String profile;

        private NeedsSealing(String profile) {
            this.profile = profile;
        }

        /**
         * Opens secrets that were sealed under that label, by whoever issued them.
         *
         * @param source asked at each look-up; at least 32 random bytes
         */
        public HmacScheme sealing(String label, Supplier<Secret> source) {
            return new HmacScheme(
                    profile,
                    SecretSeal.keys(label, source),
                    Window.standard(),
                    Replays.local(),
                    AuthorityResolver.asSent(),
                    TargetResolver.asSent(),
                    null,
                    MAX_BODY,
                    Diagnosis.logged());
        }
    }

    /** The same, also opening secrets that were sealed under that label. Give the old and the new one while changing it. */
    public HmacScheme alsoOpening(String label, Supplier<Secret> source) {
        return with(sealing.alsoOpening(label, source), window);
    }

    /**
     * The same for requests of up to another age.
     *
     * @param duration in [1 s, 1 h]; 5 minutes unless said otherwise. How much a guard against replays must remember grows
     *     with it
     */
    public HmacScheme maxAge(Duration duration) {
        return with(sealing, new Window(duration, window.futureSkew()));
    }

    /**
     * The same with another allowance for callers' clocks that are ahead of ours.
     *
     * @param duration in [0, 10 min]; 30 seconds unless said otherwise
     */
    public HmacScheme futureSkew(Duration duration) {
        return with(sealing, new Window(window.maxAge(), duration));
    }

    /** The same keeping replays out in another way; {@link Replays#local()} unless said otherwise. */
    public HmacScheme replays(Replays how) {
        return new HmacScheme(profile, sealing, window, how, authorities, targets, region, maxBody, diagnosis);
    }

    /** The same taking the authority from elsewhere; {@link AuthorityResolver#asSent()} unless said otherwise. */
    public HmacScheme authority(AuthorityResolver resolver) {
        return new HmacScheme(profile, sealing, window, replays, resolver, targets, region, maxBody, diagnosis);
    }

    /** The same taking the target from elsewhere; {@link TargetResolver#asSent()} unless said otherwise. */
    public HmacScheme target(TargetResolver resolver) {
        return new HmacScheme(profile, sealing, window, replays, authorities, resolver, region, maxBody, diagnosis);
    }

    /** The same, also accepting what was signed with a key that is derived for one day in that region. */
    public HmacScheme region(String name) {
        return new HmacScheme(
                profile,
                sealing,
                window,
                replays,
                authorities,
                targets,
                Objects.requireNonNull(name),
                maxBody,
                diagnosis);
    }

    /** The same for bodies of up to so many bytes, [0, 1 TiB]; 10 MiB unless said otherwise. They are not held in memory. */
    public HmacScheme maxBody(long bytes) {
        return new HmacScheme(profile, sealing, window, replays, authorities, targets, region, bytes, diagnosis);
    }

    /** The same finding out otherwise why signatures are wrong; {@link Diagnosis#logged()} unless said otherwise. */
    public HmacScheme diagnose(Diagnosis how) {
        return new HmacScheme(profile, sealing, window, replays, authorities, targets, region, maxBody, how);
    }

    private HmacScheme with(SealingKeys keys, Window times) {
        return new HmacScheme(profile, keys, times, replays, authorities, targets, region, maxBody, diagnosis);
    }

    /**
     * Says whether that secret has signed a request, and if not, what may be wrong. For tools and tests: the request may be
     * one that was captured; its time is not looked at, and nothing is looked up.
     *
     * @param secret the whole text of an app key's secret
     */
    public Explanation explain(InboundRequest request, Secret secret) {
        Found found = new SignatureReader(authorities, targets).read(request);
        if (found instanceof PresentedSignature signature) {
            KeyName name = KeyName.parse(signature.keyId().toString());
            return Explanation.of(NativeSuspect.of(signature, request, name, List.of(new LiveSecret(secret, null)), 0));
        }
        return Explanation.unread((SignatureFault) found);
    }

    @Override
    public List<String> faults(Environment environment) {
        List<String> faults = new ArrayList<>();
        if (!isProfile()) {
            faults.add(
                    "the profile must have 1 to 32 of a-z 0-9 - and begin with a letter; call it such as \"orders\"");
        }
        if (region != null && !DayScope.isRegion(region)) {
            faults.add("the region must have 1 to " + DayScope.LONGEST_REGION
                    + " of A-Z a-z 0-9 - _; name it as edge keys do");
        }
        if (maxBody < 0 || maxBody > MOST_BODY) {
            faults.add("maxBody is " + maxBody + "; set it in [0, " + MOST_BODY + "] bytes");
        }
        if (environment.directory().isEmpty()) {
            faults.add("app keys need a directory; give the gate one");
        }
        faults.addAll(sealing.faults());
        faults.addAll(window.faults());
        faults.addAll(replays.faults());
        faults.addAll(diagnosis.faults());
        return List.copyOf(faults);
    }

    private boolean isProfile() {
        return profile.length() <= 32
                && StructuredFields.endOfKey(profile, 0) == profile.length()
                && profile.chars().noneMatch(c -> c == '*' || c == '_' || c == '.');
    }

    @Override
    public AuthenticationScheme<PresentedSignature> open(Environment environment) {
        return new HmacAuthentication(
                profile,
                new SignatureReader(authorities, targets),
                new AppKeyLookUp(environment, new SecretSeal(sealing)),
                new ProfileRules(window, replays, maxBody),
                new ReplayGuard(replays, window.maxAge(), window.futureSkew(), environment),
                new OldSecretUses(environment.listener()),
                new WrongSignatures(diagnosis, environment),
                AppKey.ofNobody(environment.random()),
                region);
    }

    @Override
    public String toString() {
        return "HmacScheme[profile=" + profile + ", sealing=" + sealing.labels() + ", maxAge=" + window.maxAge()
                + ", futureSkew=" + window.futureSkew() + ", replays=" + replays + ", region=" + region + ", maxBody="
                + maxBody + ", diagnosis=" + diagnosis + "]";
    }
}
