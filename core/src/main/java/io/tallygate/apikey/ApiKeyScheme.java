package io.tallygate.apikey;

import io.tallygate.issue.KeyNames;
import io.tallygate.model.Redaction;
import io.tallygate.model.Secret;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Accepts API keys that {@link ApiKeys} issued into the gate's directory. Immutable: each method returns another.
 *
 * <p>Where a key is looked for, and what is done with what stands there:
 *
 * <ul>
 *   <li>the header field {@code X-Api-Key}: whatever it holds is meant as a key, and malformed if it is none;
 *   <li>{@code Authorization: Bearer}: only what begins with a prefix of ours; all other tokens are left to other schemes;
 *   <li>a query parameter, only when asked for, because targets end up in logs and histories.
 * </ul>
 *
 * A repeated field line, or a key in two places, is malformed. A key with a wrong checksum is refused like an unknown
 * one, but without a central call.
 */
public final class ApiKeyScheme implements Blueprint<AuthenticationScheme<PresentedKey>> {
    /** The prefix of keys unless said otherwise. */
    static final String DEFAULT_PREFIX = "tg";

    private final List<String> prefixes;
    private final @Nullable String header;
    private final boolean bearer;
    private final @Nullable String parameter;
    private final List<Pepper> peppers;

    private ApiKeyScheme(
            List<String> prefixes,
            @Nullable String header,
            boolean bearer,
            @Nullable String parameter,
            List<Pepper> peppers) {
        this.prefixes = prefixes;
        this.header = header;
        this.bearer = bearer;
        this.parameter = parameter;
        this.peppers = peppers;
    }

    /** Keys that begin with {@code tg_}, in {@code X-Api-Key} or as a bearer token, without a pepper. */
    public static ApiKeyScheme standard() {
        return new ApiKeyScheme(List.of(DEFAULT_PREFIX), "X-Api-Key", true, null, List.of());
    }

    /** The same for keys of another prefix: a lower-case letter, then up to 12 of {@code a-z 0-9} and inner {@code _}. */
    public ApiKeyScheme prefix(String other) {
        return new ApiKeyScheme(List.of(other), header, bearer, parameter, peppers);
    }

    /**
     * The same, also accepting keys of this prefix. Give the old and the new one while customers change their keys: two
     * schemes could not tell a broken key of the other from one of their own.
     */
    public ApiKeyScheme alsoPrefix(String another) {
        return new ApiKeyScheme(with(prefixes, another), header, bearer, parameter, peppers);
    }

    private static <T> List<T> with(List<T> some, T more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    /** The same looking in another header field. */
    public ApiKeyScheme header(String name) {
        return new ApiKeyScheme(prefixes, Objects.requireNonNull(name), bearer, parameter, peppers);
    }

    /** The same without a header field of its own. */
    public ApiKeyScheme withoutHeader() {
        return new ApiKeyScheme(prefixes, null, bearer, parameter, peppers);
    }

    /** The same looking at bearer tokens, as is the default. */
    public ApiKeyScheme bearer() {
        return new ApiKeyScheme(prefixes, header, true, parameter, peppers);
    }

    /** The same leaving bearer tokens alone. */
    public ApiKeyScheme withoutBearer() {
        return new ApiKeyScheme(prefixes, header, false, parameter, peppers);
    }

    /** The same looking in the query as well, for a parameter of that name in exactly this spelling. */
    public ApiKeyScheme queryParameter(String name) {
        return new ApiKeyScheme(prefixes, header, bearer, Objects.requireNonNull(name), peppers);
    }

    /**
     * A request target as it may be logged: with {@code redacted} for the value of the query parameter, and of every
     * other that differs from it in case, marks or percent-encoding only. The same when no parameter was asked for.
     */
    public String redacted(String target) {
        return parameter == null ? target : Redaction.redacted(target, parameter);
    }

    /**
     * The same, also accepting keys that were issued with this pepper. Give the old and the new one while changing it.
     *
     * @param label the one that {@link ApiKeys#pepper} was given
     * @param source asked at each look-up, on the thread that looks up; at least 16 bytes
     */
    public ApiKeyScheme pepper(String label, Supplier<Secret> source) {
        Pepper more = new Pepper(Objects.requireNonNull(label), Objects.requireNonNull(source));
        return new ApiKeyScheme(prefixes, header, bearer, parameter, with(peppers, more));
    }

    @Override
    public List<String> faults(Environment environment) {
        List<String> faults = new ArrayList<>();
        for (String prefix : prefixes) {
            add(faults, KeyNames.fault(prefix));
        }
        if (prefixes.stream().distinct().count() < prefixes.size()) {
            faults.add("two prefixes are the same; name each once");
        }
        add(faults, header == null ? null : FieldNames.headerFault(header));
        add(faults, parameter == null ? null : FieldNames.parameterFault(parameter));
        for (Pepper pepper : peppers) {
            add(faults, Pepper.fault(pepper.label()));
        }
        if (peppers.stream().map(Pepper::label).distinct().count() < peppers.size()) {
            faults.add("two peppers have the same label; give each its own");
        }
        if (header == null && !bearer && parameter == null) {
            faults.add("API keys are looked for nowhere; leave a header, bearer tokens or a query parameter");
        }
        if (environment.directory().isEmpty()) {
            faults.add("API keys need a directory; give the gate one");
        }
        return List.copyOf(faults);
    }

    private static void add(List<String> faults, @Nullable String fault) {
        if (fault != null) {
            faults.add(fault);
        }
    }

    @Override
    public AuthenticationScheme<PresentedKey> open(Environment environment) {
        List<KeyFormat> formats = prefixes.stream().map(KeyFormat::new).toList();
        return new ApiKeyAuthentication(
                new KeyPlaces(formats, header, bearer, parameter),
                peppers,
                environment.directory().orElseThrow(),
                environment.time());
    }

    @Override
    public String toString() {
        return "ApiKeyScheme[prefixes=" + prefixes + ", header=" + header + ", bearer=" + bearer + ", queryParameter="
                + parameter + ", peppers="
                + peppers.stream().map(Pepper::label).toList() + "]";
    }
}
