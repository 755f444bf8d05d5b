package io.tallygate;

/**
 * What an edge has asked of the centre since the gate opened, on behalf of requests without a session.
 *
 * @param calls look-ups that began, each one call of a scheme; one may serve many requests
 * @param overBudget look-ups that did not begin because the caller's address, or the edge, was over its budget
 * @param overload look-ups that did not begin because too many were under way
 * @param remembered answers that are remembered now, most of them of unknown credentials
 */
public record CentralStatus(long calls, long overBudget, long overload, int remembered) {}
