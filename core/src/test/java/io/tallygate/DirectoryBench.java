package io.tallygate;

import io.tallygate.contract.TinyBearer;
import io.tallygate.contract.TinyBearer.Token;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Decision;
import io.tallygate.model.Denial;
import io.tallygate.spi.Resolution;
import io.tallygate.testing.FaultyDirectory;
import java.util.List;
import java.util.function.UnaryOperator;

/** A gate under manual time whose centre is a directory in memory, which can be made to fail, itself and its log. */
final class DirectoryBench {
    final GateBench bench = new GateBench();
    final InMemoryDirectory records = new InMemoryDirectory();
    final FaultyDirectory directory = FaultyDirectory.around(records);

    DirectoryBench() {
        bench.centre = this::resolve;
        put("k1");
    }

    TallygateBuilder builder() {
        return bench.builder().directory(directory);
    }

    /** With a log that never tells of news. */
    TallygateBuilder untold() {
        directory.telling(false);
        return builder();
    }

    /** As a scheme does that looks tokens up in the directory, by their text. */
    Resolution<Token> resolve(String token) {
        CredentialRecord record = directory.find(new CredentialId(token)).orElse(null);
        if (record == null) {
            return TinyBearer.unknown();
        }
        return record.disabled() ? new Resolution.Refused<>(Denial.DISABLED) : TinyBearer.known(record.entitlement());
    }

    void put(String id) {
        CredentialId credential = new CredentialId(id);
        records.insert(
                new CredentialRecord(credential, "tiny", List.of(), GateBench.entitlement("acme-" + id, id), false, 0));
    }

    void change(String id, UnaryOperator<CredentialRecord> change) {
        records.update(change.apply(records.find(new CredentialId(id)).orElseThrow()));
    }

    void disable(String id) {
        change(id, record -> record.withDisabled(true));
    }

    void enable(String id) {
        change(id, record -> record.withDisabled(false));
    }

    void delete(String id) {
        CredentialId credential = new CredentialId(id);
        records.delete(credential, records.find(credential).orElseThrow().version());
    }

    static Decision admit(Tallygate gate) {
        return GateBench.admit(gate, "k1");
    }
}
