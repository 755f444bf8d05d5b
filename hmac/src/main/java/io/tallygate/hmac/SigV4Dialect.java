package io.tallygate.hmac;

import java.util.Locale;

/**
 * The names that a provider gives to the parts of SigV4, all made of two words, as {@code curl --aws-sigv4} makes them.
 *
 * @param algorithm the scheme of {@code Authorization}, such as {@code AWS4-HMAC-SHA256}
 * @param secretPrefix what stands before the secret when the first key is made, such as {@code AWS4}
 * @param terminator the end of a scope, such as {@code aws4_request}
 * @param fieldPrefix how header fields and query parameters begin, such as {@code X-Amz-}
 */
record SigV4Dialect(String algorithm, String secretPrefix, String terminator, String fieldPrefix) {
    private static final int LONGEST_WORD = 15;

    /**
     * The names of a provider.
     *
     * @param provider such as {@code aws}: 1 to 15 lower-case letters
     * @param fields such as {@code amz}: likewise
     * @throws IllegalArgumentException when a word is none
     */
    static SigV4Dialect of(String provider, String fields) {
        String prefix = word("provider", provider).toUpperCase(Locale.ROOT) + "4";
        String name = word("fields", fields).substring(0, 1).toUpperCase(Locale.ROOT) + fields.substring(1);
        return new SigV4Dialect(prefix + "-HMAC-SHA256", prefix, provider + "4_request", "X-" + name + "-");
    }

    /** The name of a header field or query parameter. */
    String field(String name) {
        return fieldPrefix + name;
    }

    /** The same in lower case, as header fields are listed in what is signed. */
    String lowerCaseField(String name) {
        return field(name).toLowerCase(Locale.ROOT);
    }

    /** Whether what stands there is named as parameters of the dialect are, in any case. */
    boolean names(String text, int at) {
        return text.regionMatches(true, at, fieldPrefix, 0, fieldPrefix.length());
    }

    /** The name of a parameter without the prefix; empty when that is not spelled as it must be. */
    String nameOf(String parameter) {
        return parameter.startsWith(fieldPrefix) ? parameter.substring(fieldPrefix.length()) : "";
    }

    private static String word(String what, String word) {
        if (word.isEmpty() || word.length() > LONGEST_WORD || !word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            throw new IllegalArgumentException(
                    what + " must be 1 to " + LONGEST_WORD + " lower-case letters, was " + word);
        }
        return word;
    }
}
