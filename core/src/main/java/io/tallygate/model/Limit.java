package io.tallygate.model;

/**
 * How a caller stands with one limit, in the terms of the IETF RateLimit header fields.
 *
 * @param name the policy's name: {@code [a-z][a-z0-9_.-]*}, at most 32 characters
 * @param quota units allowed per window
 * @param windowSeconds the window's length, or 0 when it has no fixed one (a calendar month)
 * @param remaining units left, never negative
 * @param resetSeconds seconds until more is to be had
 */
public record Limit(String name, long quota, long windowSeconds, long remaining, long resetSeconds) {
    /** @throws IllegalArgumentException when the name has another form or a number is negative */
    public Limit {
        if (!wellNamed(name)) {
            throw new IllegalArgumentException("limit name must be [a-z][a-z0-9_.-]*, at most 32 characters");
        }
        if (quota < 0 || windowSeconds < 0 || remaining < 0 || resetSeconds < 0) {
            throw new IllegalArgumentException("limit " + name + " must not have negative numbers");
        }
    }

    private static boolean wellNamed(String name) {
        boolean well = !name.isEmpty() && name.length() <= 32 && name.charAt(0) >= 'a' && name.charAt(0) <= 'z';
        for (int i = 1; well && i < name.length(); i++) {
            char c = name.charAt(i);
            well = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
        }
        return well;
    }
}
