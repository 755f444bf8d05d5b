package io.tallygate.model;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One permission, a {@code scope-token} of RFC 6749, section 3.3.
 *
 * @param value 1 to 128 characters of 0x21, 0x23 to 0x5B, 0x5D to 0x7E; compared exactly
 */
public record Scope(String value) {
    /** @throws IllegalArgumentException when the value is not a scope-token */
    public Scope {
        Text.visibleAscii("scope", value, 128);
        if (value.indexOf('"') >= 0 || value.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("scope must not contain a quote or a backslash (RFC 6749, 3.3)");
        }
    }

    /** Each argument is one scope, or several parted by single spaces as in a {@code scope} parameter. */
    public static Set<Scope> setOf(String... scopes) {
        Set<Scope> set = new LinkedHashSet<>();
        for (String scope : scopes) {
            for (String token : scope.split(" ", -1)) {
                set.add(new Scope(token));
            }
        }
        return Collections.unmodifiableSet(set);
    }

    @Override
    public String toString() {
        return value;
    }
}
