package io.tallygate.model;

/**
 * An IPv4 or IPv6 address as 128 bits. IPv4 and its IPv4-mapped IPv6 form (RFC 4291, 2.5.5.2) are the same value, so a
 * rule for one cannot be walked around by writing the other.
 *
 * @param high the first eight bytes, network order
 * @param low the last eight bytes, network order
 */
public record IpAddress(long high, long low) {
    private static final long MAPPED_PREFIX = 0xFFFF_0000_0000L;
    private static final int LONGEST_TEXT = 45;

    /**
     * Parses a literal: dotted decimal without leading zeros, or RFC 4291 text. No zone, no port, no brackets, never a
     * name, never a look-up.
     *
     * @throws IllegalArgumentException when the text is not such a literal
     */
    public static IpAddress parse(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("an IP address has at most " + LONGEST_TEXT + " characters");
        }
        return text.indexOf(':') >= 0 ? IpText.parseV6(text) : ofV4(IpText.parseV4(text, 0, text.length()));
    }

    /**
     * Reads four or sixteen bytes in network order, as {@link java.net.InetAddress#getAddress()} gives them.
     *
     * @throws IllegalArgumentException for any other length
     */
    public static IpAddress of(byte[] bytes) {
        return switch (bytes.length) {
            case 4 -> ofV4(big(bytes, 0, 4));
            case 16 -> new IpAddress(big(bytes, 0, 8), big(bytes, 8, 8));
            default -> throw new IllegalArgumentException("an IP address has 4 or 16 bytes, was " + bytes.length);
        };
    }

    static IpAddress ofV4(long bits) {
        return new IpAddress(0, MAPPED_PREFIX | bits);
    }

    /** Whether this is an IPv4 address, however it was written. */
    public boolean isV4() {
        return high == 0 && (low >>> 32) == 0xFFFF;
    }

    private static long big(byte[] bytes, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 8 | (bytes[i] & 0xFF);
        }
        return value;
    }

    /** The canonical text: dotted decimal, or RFC 5952. */
    @Override
    public String toString() {
        return IpText.format(this);
    }
}
