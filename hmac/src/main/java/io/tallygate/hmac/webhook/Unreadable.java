package io.tallygate.hmac.webhook;

import io.tallygate.hmac.webhook.WebhookVerdict.Reason;

/** Header fields that are refused as they stand. */
record Unreadable(Reason reason) implements Reading {}
