package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The build runs these tests in other places than the developer's: here it says which, and that they are other indeed. */
class PlacesTest {
    @Test
    void isWhereTheBuildSays() {
        System.out.println("PLACE locale=" + Locale.getDefault() + " charset=" + Charset.defaultCharset());
        String language = System.getProperty("user.language", "");
        assertThat(Locale.getDefault().getLanguage()).isEqualTo(language);
        assertThat("ID".toLowerCase()).isEqualTo(language.equals("tr") ? "\u0131d" : "id");
        if (language.equals("fr")) {
            assertThat("\u00e9".getBytes()).as("one byte in ISO 8859-1").hasSize(1);
        }
    }
}
