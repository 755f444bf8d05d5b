package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import io.tallygate.model.Redaction;
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

/**
 * Accepts requests and pre-signed URLs that are signed by AWS Signature Version 4 with app keys of the gate's directory: by
 * any AWS SDK, or by {@code curl --aws-sigv4}. Immutable: each method returns another.
 *
 * <p>What is signed depends on how the client spells path and query. A host pins one form of each, and the other one is
 * refused: a verifier that tries both takes a signature of one request for that of another.
 */
public final class SigV4Scheme implements Blueprint<AuthenticationScheme<PresentedSigV4>> {
    private final SigV4Rules rules;
    private final SealingKeys sealing;
    private final Replays replays;
    private final Diagnosis diagnosis;

    private SigV4Scheme(SigV4Rules rules, SealingKeys sealing, Replays replays, Diagnosis diagnosis) {
        this.rules = rules;
        this.sealing = sealing;
        this.replays = replays;
        this.diagnosis = diagnosis;
    }

    /**
     * Signatures as AWS names them: {@code AWS4-HMAC-SHA256}, {@code X-Amz-Date}.
     *
     * @param region the only one whose signatures are good, whatever the host calls one: 1 to 32 letters, digits and
     *     {@code - _}
     * @param service likewise
     * @throws IllegalArgumentException when a name breaks the rule
     */
    public static NeedsPaths aws(String region, String service) {
        return brand("aws", "amz", region, service);
    }

    /**
     * Signatures under names of one's own, as {@code curl --aws-sigv4 provider:fields:region:service} makes them.
     * {@code tallygate} and {@code tg} give {@code TALLYGATE4-HMAC-SHA256} and {@code X-Tg-Date}.
     *
     * @param provider 1 to 15 lower-case letters
     * @param fields likewise
     * @throws IllegalArgumentException when a name breaks its rule
     */
    public static NeedsPaths brand(String provider, String fields, String region, String service) {
        return new NeedsPaths(new SigV4Scope(SigV4Dialect.of(provider, fields), region, service));
    }

    /** A scheme half said: it is open how clients spell the path that they sign. */
    public static final class NeedsPaths {
        private final SigV4Scope scope;

        private NeedsPaths(SigV4Scope scope) {
            this.scope = scope;
        }

        /**
         * As they do for all services but object stores: encoded once more, {@code /a%20b} as {@code /a%2520b}. A path with
         * empty segments, or of one or two dots, is refused, since it would have the signature of another one.
         */
        public NeedsSealing encodedPaths() {
            return new NeedsSealing(SigV4Rules.standard(scope, PathForm.GENERAL));
        }

        /** As they do for object stores, and curl before version 8 for all: as it is on the wire. */
        public NeedsSealing rawPaths() {
            return new NeedsSealing(SigV4Rules.standard(scope, PathForm.RAW));
        }
    }

    /** A scheme half said: it is open by which key the secrets are sealed. */
    public static final class NeedsSealing {
        private final SigV4Rules rules;

        private NeedsSealing(SigV4Rules rules) {
            this.rules = rules;
        }

        SigV4Rules rules() {
            return rules;
        }

        /** The key that {@link AppKeys} seals secrets with, of that label. */
        public SigV4Scheme sealing(String label, Supplier<Secret> source) {
            return new SigV4Scheme(rules, SecretSeal.keys(label, source), Replays.local(), Diagnosis.logged());
        }
    }

    /** The same, also opening secrets that were sealed under that label. Give the old and the new one while changing it. */
    public SigV4Scheme alsoOpening(String label, Supplier<Secret> source) {
        return new SigV4Scheme(rules, sealing.alsoOpening(label, source), replays, diagnosis);
    }

    /** The same for clients that sign the query as it is on the wire: curl before version 8. */
    public SigV4Scheme rawQueries() {
        return with(rules.with(rules.canonical().with(QueryForm.RAW)));
    }

    /**
     * The same, also accepting URLs that were signed beforehand: bearer credentials, good for as often as they are used
     * until they end, and for no more than their limits say: see {@link ValetKeys}.
     *
     * @param longest how long one may be good, up to seven days
     */
    public SigV4Scheme presignedUrls(Duration longest) {
        return with(rules.with(rules.window().withLongestUrl(longest)));
    }

    /**
     * The same, also accepting requests whose body is not signed: {@code UNSIGNED-PAYLOAD}. A pre-signed URL that says
     * nothing of the body is then taken to sign just that, as object stores have it, and otherwise to sign that there is
     * none.
     */
    public SigV4Scheme unsignedBodies() {
        return with(rules.with(rules.bodies().withUncovered()));
    }

    /**
     * The same, also accepting bodies of up to so many bytes whose hash is signed and stands in no header field. Each is
     * held in memory before anything is proven, and so none that is larger is told from a wrong signature.
     *
     * @param bytes up to 64 MiB
     */
    public SigV4Scheme holdBodies(int bytes) {
        return with(rules.with(rules.bodies().withHeld(bytes)));
    }

    /** The same for bodies of up to so many bytes, [0, 1 TiB]; 10 MiB unless said otherwise. They are not held in memory. */
    public SigV4Scheme maxBody(long bytes) {
        return with(rules.with(rules.bodies().withMost(bytes)));
    }

    /**
     * The same for requests that were signed in their header up to so long ago.
     *
     * @param duration in [1 s, 1 h]; 15 minutes unless said otherwise. How much a guard against replays must remember grows
     *     with it
     */
    public SigV4Scheme maxAge(Duration duration) {
        return with(rules.with(rules.window().withMaxAge(duration)));
    }

    /**
     * The same with another allowance for callers' clocks that are ahead of ours.
     *
     * @param duration in [0, 10 min]; 30 seconds unless said otherwise
     */
    public SigV4Scheme futureSkew(Duration duration) {
        return with(rules.with(rules.window().withFutureSkew(duration)));
    }

    /** The same taking the authority from elsewhere; {@link AuthorityResolver#asSent()} unless said otherwise. */
    public SigV4Scheme authority(AuthorityResolver resolver) {
        return with(rules.with(rules.canonical().with(Objects.requireNonNull(resolver))));
    }

    /** The same taking the target from elsewhere; {@link TargetResolver#asSent()} unless said otherwise. */
    public SigV4Scheme target(TargetResolver resolver) {
        return with(rules.with(rules.canonical().with(Objects.requireNonNull(resolver))));
    }

    /**
     * The same with other settings for how often one request is let in; {@link Replays#local} unless said otherwise. They
     * are for requests that change something (RFC 9110, 9.2.1), and for those that sign a field {@code X-Amz-Nonce}. Two
     * requests that are alike in all that is signed, time included, are one: a client that sends the like in one second
     * signs that field too.
     */
    public SigV4Scheme replays(Replays settings) {
        return new SigV4Scheme(rules, sealing, Objects.requireNonNull(settings), diagnosis);
    }

    /** The same finding out otherwise why signatures are wrong; {@link Diagnosis#logged()} unless said otherwise. */
    public SigV4Scheme diagnose(Diagnosis how) {
        return new SigV4Scheme(rules, sealing, replays, Objects.requireNonNull(how));
    }

    /** A request target as it may be logged: without the signature of a URL, which is a secret until that ends. */
    public String redacted(String target) {
        return Redaction.redacted(target, rules.scope().dialect().field(SigV4InQuery.SIGNATURE));
    }

    private SigV4Scheme with(SigV4Rules others) {
        return new SigV4Scheme(others, sealing, replays, diagnosis);
    }

    /**
     * Says whether that secret has signed a request, and if not, what may be wrong. For tools and tests: the request may be
     * one that was captured; its time is not looked at, and nothing is looked up. A body is read ahead where its hash is not
     * said and {@link #holdBodies} allows it.
     *
     * @param secret the whole text of an app key's secret
     */
    public Explanation explain(InboundRequest request, Secret secret) {
        SigV4Found found = new SigV4Reader(rules).read(request);
        return found instanceof PresentedSigV4 signature
                ? explain(signature, request, secret)
                : Explanation.unread((SigV4Fault) found);
    }

    private Explanation explain(PresentedSigV4 signature, InboundRequest request, Secret secret) {
        Payload.Told payload = signature.payload() instanceof Payload.Told told
                ? told
                : rules.bodies().hashed(request);
        return payload == null
                ? Explanation.unread(SigV4Fault.PAYLOAD)
                : Explanation.of(
                        SigV4Suspect.of(signature, payload, request, rules, List.of(new LiveSecret(secret, null)), 0));
    }

    @Override
    public List<String> faults(Environment environment) {
        List<String> faults = new ArrayList<>(rules.faults());
        faults.addAll(replays.faults());
        faults.addAll(diagnosis.faults());
        if (!replays.isFor(rules.scope().region())) {
            faults.add("replays.audience is another name than the region, by which SigV4 says for whom a request is;"
                    + " give both the same");
        }
        faults.addAll(sealing.faults());
        if (environment.directory().isEmpty()) {
            faults.add("app keys need a directory; give the gate one");
        }
        return List.copyOf(faults);
    }

    @Override
    public AuthenticationScheme<PresentedSigV4> open(Environment environment) {
        Window window = rules.window().requests();
        return new SigV4Authentication(
                rules,
                new AppKeyLookUp(environment, new SecretSeal(sealing)),
                new ReplayGuard(replays, window.maxAge(), window.futureSkew(), environment),
                new WrongSignatures(diagnosis, environment),
                environment);
    }

    @Override
    public String toString() {
        return "SigV4Scheme[scope=" + rules.scope() + ", paths="
                + rules.canonical().paths() + ", queries="
                + rules.canonical().queries() + ", window=" + rules.window() + ", bodies=" + rules.bodies()
                + ", sealing=" + sealing.labels() + ", replays=" + replays + ", diagnosis=" + diagnosis + "]";
    }
}
