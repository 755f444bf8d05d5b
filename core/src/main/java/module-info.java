/** Decisions at the edge: who is calling, may they, and is it counted. */
module io.tallygate {
    requires transitive static org.jspecify;
    requires static jakarta.servlet;
    requires static jdk.httpserver;
    requires static org.postgresql.jdbc;
    requires transitive java.sql;
    requires com.google.common;
    requires org.slf4j;

    exports io.tallygate.adapter;
    exports io.tallygate.apikey;
    exports io.tallygate.directory;
    exports io.tallygate.httpserver;
    exports io.tallygate.issue;
    exports io.tallygate.jdbc;
    exports io.tallygate.limit;
    exports io.tallygate.model;
    exports io.tallygate.seal;
    exports io.tallygate.servlet;
    exports io.tallygate.spi;
    exports io.tallygate.testing;
    exports io.tallygate;
}
