package io.tallygate.apikey;

import io.tallygate.issue.KeyIssuer;
import io.tallygate.issue.KeyRecords;
import io.tallygate.model.Secret;
import io.tallygate.spi.DirectoryAdmin;
import java.util.Objects;
import java.util.function.Supplier;

/** Issues API keys into a directory, and changes them there. Immutable and thread-safe. */
public final class ApiKeys extends KeyIssuer<ApiKeys> {
    private final HashedKeys form;

    private ApiKeys(KeyRecords records, HashedKeys form) {
        super(records, form);
        this.form = form;
    }

    /** Keys in that directory that begin with {@code tg_}, without a pepper, by the machine's own time and chance. */
    public static ApiKeys in(DirectoryAdmin directory) {
        KeyFormat standard = new KeyFormat(ApiKeyScheme.DEFAULT_PREFIX);
        return new ApiKeys(KeyRecords.in(directory, ApiKeyAuthentication.KIND), new HashedKeys(standard, null));
    }

    /**
     * The same for another prefix; {@link ApiKeyScheme#prefix} must name it too.
     *
     * @throws IllegalArgumentException when the prefix is not of the form that is said there
     */
    public ApiKeys prefix(String prefix) {
        return new ApiKeys(records(), new HashedKeys(new KeyFormat(prefix), form.pepper()));
    }

    /**
     * The same with a pepper in all that is issued from now on; {@link ApiKeyScheme#pepper} must know it too.
     *
     * @param label what records call it by: 1 to 32 visible ASCII characters but no colon
     * @param source asked for each key; at least 16 bytes
     */
    public ApiKeys pepper(String label, Supplier<Secret> source) {
        String fault = Pepper.fault(label);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        return new ApiKeys(records(), new HashedKeys(form.format(), new Pepper(label, Objects.requireNonNull(source))));
    }

    @Override
    protected ApiKeys among(KeyRecords others) {
        return new ApiKeys(others, form);
    }
}
