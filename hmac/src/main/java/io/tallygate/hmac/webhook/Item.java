package io.tallygate.hmac.webhook;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the items of a header field: {@code v1,abc} or {@code t=1}.
 *
 * @param tag what it is
 * @param value what it says
 */
record Item(String tag, String value) {
    private static final int MOST = 16;

    /** The items between separators; null when there are too many, or one lacks its tag or its value. */
    static @Nullable List<Item> list(String text, char between, char within) {
        List<Item> items = new ArrayList<>();
        for (int from = 0; from <= text.length(); ) {
            int end = text.indexOf(between, from);
            int to = end < 0 ? text.length() : end;
            Item item = of(text.substring(from, to), within);
            if (item == null || items.size() == MOST) {
                return null;
            }
            items.add(item);
            from = to + 1;
        }
        return items;
    }

    private static @Nullable Item of(String text, char within) {
        int at = text.indexOf(within);
        return at < 1 || at == text.length() - 1 ? null : new Item(text.substring(0, at), text.substring(at + 1));
    }

    /** The values of those with that tag, in order. */
    static List<String> tagged(String tag, List<Item> items) {
        return items.stream()
                .filter(item -> item.tag.equals(tag))
                .map(Item::value)
                .toList();
    }
}
