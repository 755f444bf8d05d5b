package io.tallygate.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.contract.GateUnderContract;
import io.tallygate.testing.FakeRequest;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final FakeRequest SIGNED = FakeRequest.post("/x")
            .header("Contract-Key", "ann")
            .header("Contract-Body", GateUnderContract.digest("amount=1"));

    /** Whatever keeps the body from being read, the host has not run. */
    @Test
    void givesTheUnitsBackWhenTheBodyCannotBeRead() {
        try (GateUnderContract gate = new GateUnderContract()) {
            HostPolicy policy = HostPolicy.of(gate.gate());
            assertThatThrownBy(() -> admit(policy, AdmissionTest::gone).body()).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> admit(policy, AdmissionTest::taken).body())
                    .isInstanceOf(IllegalStateException.class);
            assertThat(gate.charged()).isEqualTo(2);
            assertThat(gate.owed()).isZero();
        }
    }

    private static Admission admit(HostPolicy policy, RequestBody.Source source) throws IOException {
        return policy.admit(SIGNED, "/x", new RequestBody(source, 8));
    }

    private static InputStream gone() throws IOException {
        throw new IOException("the client is gone");
    }

    private static InputStream taken() {
        throw new IllegalStateException("another filter has taken the reader");
    }
}
