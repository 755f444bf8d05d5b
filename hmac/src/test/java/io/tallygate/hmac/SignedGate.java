package io.tallygate.hmac;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.tallygate.Tallygate;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.model.Decision;
import io.tallygate.model.Secret;
import io.tallygate.spi.Listener;
import io.tallygate.spi.TimeSource;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongUnaryOperator;

/** A gate that accepts native signatures of one app. Its time stands at the second it was made in. */
public final class SignedGate implements AutoCloseable {
    private final ManualTime time =
            ManualTime.at(Instant.ofEpochMilli(TimeSource.system().epochMillis())
                    .truncatedTo(SECONDS)
                    .toString());
    private final InMemoryDirectory directory = new InMemoryDirectory(time);
    private final AtomicInteger decisions = new AtomicInteger();
    private final Tallygate gate;

    public SignedGate() {
        Sealed.insert(directory, TestApp.ID, TestApp.SECRET);
        gate = Tallygate.builder()
                .directory(directory)
                .accept(TestApp.scheme())
                .time(time)
                .failures(10_000, Duration.ofSeconds(1))
                .listener(new Listener() {
                    @Override
                    public void onDecision(Decision decision) {
                        decisions.incrementAndGet();
                    }
                })
                .build();
        time.advance(Duration.ofSeconds(1)); // so that there is something before its start
    }

    public Tallygate gate() {
        return gate;
    }

    /** How often it was asked. */
    public int decisions() {
        return decisions.get();
    }

    public RequestSigner signer() {
        return RequestSigner.of(TestApp.ID, Secret.ofUtf8(TestApp.SECRET)).time(time);
    }

    /** A clock that is ahead by so much. */
    public TimeSource clock(Duration ahead) {
        return clock(millis -> millis + ahead.toMillis());
    }

    /** A clock that tells the first who asks a time before the gate began. */
    public TimeSource clockThatLagsOnce() {
        AtomicInteger asked = new AtomicInteger();
        return clock(millis -> asked.incrementAndGet() == 1 ? millis - 2_000 : millis);
    }

    private TimeSource clock(LongUnaryOperator millis) {
        return new TimeSource() {
            @Override
            public long epochMillis() {
                return millis.applyAsLong(time.epochMillis());
            }

            @Override
            public long nanos() {
                return time.nanos();
            }
        };
    }

    @Override
    public void close() {
        gate.close();
    }
}
