package io.tallygate.model;

/** Reads and writes IP literals: RFC 4291, 2.2 in, RFC 5952 out. */
final class IpText {
    private static final int GROUPS = 8;

    private IpText() {}

    static long parseV4(String text, int from, int to) {
        long bits = 0;
        int at = from;
        for (int octet = 0; octet < 4; octet++) {
            int end = octet < 3 ? text.indexOf('.', at) : to;
            if (end < 0 || end > to) {
                throw notAnAddress();
            }
            bits = bits << 8 | octet(text, at, end);
            at = end + 1;
        }
        return bits;
    }

    private static int octet(String text, int from, int to) {
        int length = to - from;
        if (length < 1 || length > 3 || (length > 1 && text.charAt(from) == '0')) {
            throw notAnAddress();
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + digit(text.charAt(i), 10);
        }
        if (value > 255) {
            throw notAnAddress();
        }
        return value;
    }

    static IpAddress parseV6(String text) {
        int gap = text.indexOf("::");
        int[] groups = new int[GROUPS];
        if (gap < 0) {
            if (read(text, 0, text.length(), groups, 0) != GROUPS) {
                throw notAnAddress();
            }
            return join(groups);
        }
        int left = gap == 0 ? 0 : read(text, 0, gap, groups, 0);
        int[] tail = new int[GROUPS];
        int right = gap + 2 == text.length() ? 0 : read(text, gap + 2, text.length(), tail, 0);
        if (left + right >= GROUPS) {
            throw notAnAddress();
        }
        System.arraycopy(tail, 0, groups, GROUPS - right, right);
        return join(groups);
    }

    /** Reads colon-parted groups into {@code groups} and says how many there were. */
    private static int read(String text, int from, int to, int[] groups, int count) {
        int at = from;
        while (true) {
            int end = text.indexOf(':', at);
            boolean last = end < 0 || end >= to;
            int stop = last ? to : end;
            int dot = text.indexOf('.', at);
            if (last && dot >= 0 && dot < to) {
                return dotted(text, at, to, groups, count);
            }
            if (count == GROUPS) {
                throw notAnAddress();
            }
            groups[count++] = group(text, at, stop);
            if (last) {
                return count;
            }
            at = end + 1;
        }
    }

    private static int dotted(String text, int from, int to, int[] groups, int count) {
        if (count > GROUPS - 2) {
            throw notAnAddress();
        }
        long bits = parseV4(text, from, to);
        groups[count] = (int) (bits >>> 16);
        groups[count + 1] = (int) (bits & 0xFFFF);
        return count + 2;
    }

    private static int group(String text, int from, int to) {
        if (to <= from || to - from > 4) {
            throw notAnAddress();
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value << 4 | digit(text.charAt(i), 16);
        }
        return value;
    }

    private static int digit(char c, int radix) {
        int value = c < 0x80 ? Character.digit(c, radix) : -1;
        if (value < 0) {
            throw notAnAddress();
        }
        return value;
    }

    private static IpAddress join(int[] groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | groups[i];
            low = low << 16 | groups[i + 4];
        }
        return new IpAddress(high, low);
    }

    static String format(IpAddress address) {
        return address.isV4() ? formatV4(address.low()) : formatV6(address);
    }

    private static String formatV4(long low) {
        return (low >>> 24 & 0xFF) + "." + (low >>> 16 & 0xFF) + "." + (low >>> 8 & 0xFF) + "." + (low & 0xFF);
    }

    private static String formatV6(IpAddress address) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < 4; i++) {
            groups[i] = (int) (address.high() >>> (48 - 16 * i) & 0xFFFF);
            groups[i + 4] = (int) (address.low() >>> (48 - 16 * i) & 0xFFFF);
        }
        int start = -1;
        int longest = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = zeros(groups, i);
            if (run > longest) {
                start = i;
                longest = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += longest - 1;
                continue;
            }
            if (i > 0 && i != start + longest) {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    private static int zeros(int[] groups, int from) {
        int end = from;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - from;
    }

    private static IllegalArgumentException notAnAddress() {
        return new IllegalArgumentException("not an IPv4 or IPv6 address literal");
    }
}
