package io.tallygate;

import io.tallygate.model.Network;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a builder has gathered and checked. */
record GateSettings(
        SessionSettings sessions,
        CentralSettings central,
        List<Network> proxies,
        boolean httpsOnly,
        int failures,
        Duration failurePeriod,
        String realm,
        @Nullable URI problemBase,
        RateHeaders rateHeaders) {}
