package io.tallygate.jwt;

/** What a step of verification came to: its result, or why the token is refused. */
sealed interface Outcome permits JwsHeader, ProvenToken, Claims, VerifiedToken, Refusal {}
