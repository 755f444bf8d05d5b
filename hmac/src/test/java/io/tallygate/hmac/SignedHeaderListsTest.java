package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignedHeaderListsTest {
    private final SignedHeaderLists lists = new SignedHeaderLists();

    private SignedHeaders parse(String list) {
        return lists.parse(new Slice("=" + list + ",", 1, 1 + list.length()));
    }

    @Test
    void parsesAListOnce() {
        SignedHeaders first = parse("host;x-a");
        assertThat(first.list()).isEqualTo("host;x-a");
        assertThat(parse("host;x-a")).isSameAs(first);
    }

    /** Of lists of one length, the last one is kept; the others are parsed again, and never taken for it. */
    @Test
    void tellsListsOfOneLengthApart() {
        for (String list : new String[] {"host;x-a", "host;x-b", "host;x-a", "a-a;host"}) {
            assertThat(parse(list).list()).isEqualTo(list);
        }
    }

    /** Else strangers could fill the memory with the longest ones there are. */
    @Test
    void keepsNoListThatIsLong() {
        String longest = "host;" + "x".repeat(250);
        assertThat(parse(longest)).isSameAs(parse(longest));
        String longer = longest + "x";
        assertThat(parse(longer).list()).isEqualTo(longer);
        assertThat(parse(longer)).isNotSameAs(parse(longer));
    }

    @Test
    void keepsNoListThatIsNone() {
        parse("host;x-a");
        assertThat(parse("host;X-A")).isNull();
        assertThat(parse("x-a;host")).isNull();
        assertThat(parse("host;x-a").list()).isEqualTo("host;x-a");
    }
}
