package io.tallygate.hmac;

/**
 * Where the parts of a structured field end (RFC 9651, 4.2). Each rule is told where its part begins, and answers the index
 * behind it, or {@link #NONE} when what stands there is no such part. Nothing is copied.
 */
final class StructuredFields {
    /** There is no such part. */
    static final int NONE = -1;

    private static final int INTEGER_DIGITS = 15;
    private static final int DECIMAL_DIGITS = 12;
    private static final int FRACTION_DIGITS = 3;
    private static final char END = '\0';

    private StructuredFields() {}

    /** The value of a dictionary's member: nothing but parameters for a true one, or {@code =}, an item or list and its parameters. */
    static int endOfValue(String text, int at) {
        if (charAt(text, at) != '=') {
            return endOfParameters(text, at);
        }
        int end = charAt(text, at + 1) == '(' ? endOfList(text, at + 1) : endOfItem(text, at + 1);
        return end == NONE ? NONE : endOfParameters(text, end);
    }

    /** An inner list without its parameters: items, each with its own, in parentheses. */
    static int endOfList(String text, int at) {
        if (charAt(text, at) != '(') {
            return NONE;
        }
        int here = endOfSpaces(text, at + 1);
        while (charAt(text, here) != ')') {
            int item = endOfItem(text, here);
            int end = item == NONE ? NONE : endOfParameters(text, item);
            if (end == NONE || (charAt(text, end) != ' ' && charAt(text, end) != ')')) {
                return NONE;
            }
            here = endOfSpaces(text, end);
        }
        return here + 1;
    }

    /** Any number of parameters, be it none. */
    static int endOfParameters(String text, int at) {
        int end = at;
        while (charAt(text, end) == ';') {
            int key = endOfKey(text, endOfSpaces(text, end + 1));
            end = key != NONE && charAt(text, key) == '=' ? endOfItem(text, key + 1) : key;
            if (end == NONE) {
                return NONE;
            }
        }
        return end;
    }

    static int endOfKey(String text, int at) {
        char first = charAt(text, at);
        if (!isLower(first) && first != '*') {
            return NONE;
        }
        int end = at + 1;
        while (isInKey(charAt(text, end))) {
            end++;
        }
        return end;
    }

    /** A bare item of any type. */
    static int endOfItem(String text, int at) {
        char first = charAt(text, at);
        return switch (first) {
            case '"' -> endOfString(text, at);
            case ':' -> endOfBytes(text, at);
            case '?' -> charAt(text, at + 1) == '0' || charAt(text, at + 1) == '1' ? at + 2 : NONE;
            case '@' -> endOfInteger(text, at + 1);
            case '%' -> endOfDisplayString(text, at);
            default -> first == '-' || isDigit(first) ? endOfNumber(text, at) : endOfToken(text, at);
        };
    }

    static int endOfString(String text, int at) {
        if (charAt(text, at) != '"') {
            return NONE;
        }
        for (int end = at + 1; isPrintable(charAt(text, end)); end++) {
            char c = text.charAt(end);
            if (c == '"') {
                return end + 1;
            }
            if (c == '\\') {
                end++;
                if (charAt(text, end) != '"' && charAt(text, end) != '\\') {
                    return NONE;
                }
            }
        }
        return NONE;
    }

    /** Its alphabet only; whether that is base64 of anything, {@link ByteSequence} tells. */
    static int endOfBytes(String text, int at) {
        if (charAt(text, at) != ':') {
            return NONE;
        }
        int end = at + 1;
        while (isInBase64(charAt(text, end))) {
            end++;
        }
        return charAt(text, end) == ':' ? end + 1 : NONE;
    }

    static int endOfInteger(String text, int at) {
        int digits = charAt(text, at) == '-' ? at + 1 : at;
        int end = endOfDigits(text, digits);
        return end > digits && end - digits <= INTEGER_DIGITS ? end : NONE;
    }

    private static int endOfNumber(String text, int at) {
        int digits = charAt(text, at) == '-' ? at + 1 : at;
        int point = endOfDigits(text, digits);
        if (charAt(text, point) != '.') {
            return endOfInteger(text, at);
        }
        int end = endOfDigits(text, point + 1);
        int fraction = end - point - 1;
        boolean decimal = point > digits && point - digits <= DECIMAL_DIGITS && fraction >= 1;
        return decimal && fraction <= FRACTION_DIGITS ? end : NONE;
    }

    private static int endOfToken(String text, int at) {
        char first = charAt(text, at);
        if (!isLower(first) && !isUpper(first) && first != '*') {
            return NONE;
        }
        int end = at + 1;
        while (isInToken(charAt(text, end))) {
            end++;
        }
        return end;
    }

    /** A percent sign and a string in which other characters stand as two lower-case hexadecimal digits each. */
    private static int endOfDisplayString(String text, int at) {
        if (charAt(text, at + 1) != '"') {
            return NONE;
        }
        for (int end = at + 2; isPrintable(charAt(text, end)); end++) {
            char c = text.charAt(end);
            if (c == '"') {
                return end + 1;
            }
            if (c == '%') {
                if (!isLowerHex(charAt(text, end + 1)) || !isLowerHex(charAt(text, end + 2))) {
                    return NONE;
                }
                end += 2;
            }
        }
        return NONE;
    }

    private static int endOfDigits(String text, int at) {
        int end = at;
        while (isDigit(charAt(text, end))) {
            end++;
        }
        return end;
    }

    private static int endOfSpaces(String text, int at) {
        int end = at;
        while (charAt(text, end) == ' ') {
            end++;
        }
        return end;
    }

    private static char charAt(String text, int at) {
        return at < text.length() ? text.charAt(at) : END;
    }

    private static boolean isInKey(char c) {
        return isLower(c) || isDigit(c) || c == '_' || c == '-' || c == '.' || c == '*';
    }

    private static boolean isInToken(char c) {
        return isLower(c) || isUpper(c) || isDigit(c) || (c != END && "!#$%&'*+-.^_`|~:/".indexOf(c) >= 0);
    }

    private static boolean isInBase64(char c) {
        return isLower(c) || isUpper(c) || isDigit(c) || c == '+' || c == '/' || c == '=';
    }

    private static boolean isLowerHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f');
    }

    private static boolean isPrintable(char c) {
        return c >= 0x20 && c <= 0x7E;
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
