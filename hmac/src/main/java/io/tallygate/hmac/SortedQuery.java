package io.tallygate.hmac;

/**
 * Tells which queries are what is signed of them, because all of their parameters are spelled and sorted so: SDKs send no
 * others. Goes through the text once.
 */
final class SortedQuery {
    private final String text;

    /** Of the parameter that was read last: where it begins, where its first equals sign is, and where it ends. */
    private int from;

    private int equals;
    private int to;

    private SortedQuery(Slice query) {
        this.text = query.text();
        this.to = query.from() - 1;
    }

    /** Whether {@link QueryForm#SORTED} would write a query just as it is. */
    static boolean is(Slice query) {
        SortedQuery sorted = new SortedQuery(query);
        boolean well = true;
        while (well && sorted.to < query.to() && query.length() > 0) {
            well = sorted.isNextWell(query.to());
        }
        return well;
    }

    /** Whether the parameter behind the last is spelled so, and not to stand in front of that one. */
    private boolean isNextWell(int end) {
        int lastFrom = from;
        int lastEquals = equals;
        int lastTo = to;
        from = lastTo + 1;
        equals = wordTo(from, end);
        to = wordTo(Math.min(equals + 1, end), end);
        boolean spelled = from < equals && equals < end && text.charAt(equals) == '=';
        boolean whole = to == end || text.charAt(to) == '&';
        boolean first = lastEquals == 0;
        return spelled && whole && (first || isBehind(lastFrom, lastEquals, lastTo));
    }

    /** Behind the octets that stand there in their one spelling. */
    private int wordTo(int start, int end) {
        int at = start;
        while (at < end) {
            char c = text.charAt(at);
            if (Alphabet.UNRESERVED.has(c)) {
                at++;
            } else if (c == '%' && UriEncoding.isOwnSpelling(text, at, end)) {
                at += 3;
            } else {
                return at;
            }
        }
        return at;
    }

    /** By the name and then by the value, as {@link SigV4Parameter#ORDER} has it. */
    private boolean isBehind(int otherFrom, int otherEquals, int otherTo) {
        int names = compare(otherFrom, otherEquals, from, equals);
        return names < 0 || (names == 0 && compare(otherEquals + 1, otherTo, equals + 1, to) <= 0);
    }

    private int compare(int oneFrom, int oneTo, int otherFrom, int otherTo) {
        int shorter = Math.min(oneTo - oneFrom, otherTo - otherFrom);
        for (int i = 0; i < shorter; i++) {
            int difference = text.charAt(oneFrom + i) - text.charAt(otherFrom + i);
            if (difference != 0) {
                return difference;
            }
        }
        return (oneTo - oneFrom) - (otherTo - otherFrom);
    }
}
