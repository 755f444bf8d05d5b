package io.tallygate;

import io.tallygate.model.Anomaly;
import io.tallygate.model.Decision;
import io.tallygate.model.Entitlement;
import io.tallygate.spi.Listener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a gate told. */
final class Recorder implements Listener {
    final List<Decision> decisions = new CopyOnWriteArrayList<>();
    final List<CentralCall> calls = new CopyOnWriteArrayList<>();
    final List<Entitlement> begun = new CopyOnWriteArrayList<>();
    final List<SessionEnd> ended = new CopyOnWriteArrayList<>();
    final List<Anomaly> anomalies = new CopyOnWriteArrayList<>();
    final List<String> alarms = new CopyOnWriteArrayList<>();

    @Override
    public void onDecision(Decision decision) {
        decisions.add(decision);
    }

    @Override
    public void onCentralCall(String scheme, CentralCall outcome, Duration took) {
        calls.add(outcome);
    }

    @Override
    public void onSessionBegin(Entitlement entitlement) {
        begun.add(entitlement);
    }

    @Override
    public void onSessionEnd(Entitlement entitlement, SessionEnd why) {
        ended.add(why);
    }

    @Override
    public void onAnomaly(Anomaly anomaly) {
        anomalies.add(anomaly);
    }

    @Override
    public void onAlarm(String code, String message) {
        alarms.add(code + ": " + message);
    }
}
