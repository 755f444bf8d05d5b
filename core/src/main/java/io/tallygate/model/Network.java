package io.tallygate.model;

/**
 * A block of addresses in CIDR notation (RFC 4632, RFC 4291, 2.3). An IPv4 block holds IPv4 addresses only and an IPv6
 * block IPv6 addresses only, {@code ::/0} included.
 *
 * @param base the lowest address of the block; bits behind the prefix are zero
 * @param prefix leading bits that must agree, counted over 128 bits (an IPv4 prefix plus 96)
 */
public record Network(IpAddress base, int prefix) {
    private static final int V4_OFFSET = 96;

    /** @throws IllegalArgumentException when the prefix is out of range or the base has bits behind it */
    public Network {
        int least = base.isV4() ? V4_OFFSET : 0;
        if (prefix < least || prefix > 128) {
            throw new IllegalArgumentException(
                    "network prefix must be in [0, " + (128 - least) + "], was " + (prefix - least));
        }
        if ((base.high() & ~highMask(prefix)) != 0 || (base.low() & ~lowMask(prefix)) != 0) {
            throw new IllegalArgumentException("network " + base + "/" + (prefix - least)
                    + " has bits behind its prefix; write the first address of the block");
        }
    }

    /**
     * Parses {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or a single address.
     *
     * @throws IllegalArgumentException when the text is neither, or has bits set behind the prefix
     */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        IpAddress base = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        return new Network(base, slash < 0 ? 128 : length(text, slash + 1) + (base.isV4() ? V4_OFFSET : 0));
    }

    private static int length(String text, int from) {
        int digits = text.length() - from;
        boolean plain = digits >= 1 && digits <= 3 && (digits == 1 || text.charAt(from) != '0');
        int value = 0;
        for (int i = from; plain && i < text.length(); i++) {
            char c = text.charAt(i);
            plain = c >= '0' && c <= '9';
            value = value * 10 + (c - '0');
        }
        if (!plain) {
            throw new IllegalArgumentException("network prefix must be a plain number of bits");
        }
        return value;
    }

    /** Whether the address is of this block's family and inside it. Allocates nothing. */
    public boolean contains(IpAddress address) {
        return (address.high() & highMask(prefix)) == base.high()
                && (address.low() & lowMask(prefix)) == base.low()
                && address.isV4() == base.isV4();
    }

    private static long highMask(int prefix) {
        return prefix >= 64 ? -1L : prefix == 0 ? 0 : -1L << (64 - prefix);
    }

    private static long lowMask(int prefix) {
        return prefix <= 64 ? 0 : -1L << (128 - prefix);
    }

    @Override
    public String toString() {
        return base + "/" + (base.isV4() ? prefix - V4_OFFSET : prefix);
    }
}
