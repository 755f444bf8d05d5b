/** Signed tokens: strict parsing, pinned keys, verification. */
module io.tallygate.jwt {
    requires transitive io.tallygate;
    requires transitive static org.jspecify;
    requires com.nimbusds.jose.jwt;
    requires static org.bouncycastle.provider;
    requires java.net.http;
    requires static jdk.httpserver;
    requires org.slf4j;

    exports io.tallygate.jwt;
    exports io.tallygate.jwt.testing;
}
