package io.tallygate;

import io.tallygate.model.Network;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.Environment;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a builder has gathered and checked.
 *
 * @param monitor null when credentials are not watched
 * @param suspending where suspended credentials are disabled; null for nowhere
 */
record GateSettings(
        SessionSettings sessions,
        CentralSettings central,
        FreshnessSettings freshness,
        FilterSettings filter,
        @Nullable MonitorSettings monitor,
        @Nullable DirectoryAdmin suspending,
        List<Network> proxies,
        boolean httpsOnly,
        int failures,
        Duration failurePeriod,
        String realm,
        @Nullable URI problemBase,
        RateHeaders rateHeaders) {
    /** All of it in one line, with the parts' names. */
    String describe(Parts parts, Environment environment) {
        String names = Arrays.stream(parts.schemes()).map(SchemeSlot::name).collect(Collectors.joining(", "));
        return "Tallygate accepts [" + names + "]"
                + ", meter " + (parts.meter() instanceof Uncounted ? "none" : nameOf(parts.meter()))
                + ", directory "
                + environment.directory().map(GateSettings::nameOf).orElse("none")
                + ", continuity " + (parts.continued() == null ? "none" : nameOf(parts.continued()))
                + ", trusted proxies " + proxies
                + ", https " + (httpsOnly ? "required" : "not required")
                + ", sessions " + fields(sessions)
                + ", central " + fields(central)
                + ", freshness " + fields(freshness)
                + ", filter " + fields(filter)
                + ", monitor " + (monitor == null ? "off" : fields(monitor))
                + ", failures " + failures + " in " + failurePeriod
                + ", realm " + realm
                + ", problems " + (problemBase == null ? "about:blank" : problemBase)
                + ", rate headers " + rateHeaders;
    }

    /** A record's own text, from its brackets on. */
    private static String fields(Record settings) {
        String text = settings.toString();
        return text.substring(text.indexOf('['));
    }

    private static String nameOf(Object part) {
        return part.getClass().getSimpleName();
    }
}
