/** Signed requests: message signatures, SigV4, webhooks, limited URLs, replay protection. */
module io.tallygate.hmac {
    requires transitive io.tallygate;
    requires transitive static org.jspecify;
    requires transitive static java.net.http;
    requires org.slf4j;

    exports io.tallygate.hmac;
    exports io.tallygate.hmac.client;
    exports io.tallygate.hmac.testing;
    exports io.tallygate.hmac.webhook;
}
