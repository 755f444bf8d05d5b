/** Accounting: durable counts at the edge, the central ledger, plans and invoices. */
module io.tallygate.quota {
    requires transitive io.tallygate;
    requires transitive static org.jspecify;
    requires transitive java.sql;
    requires org.slf4j;

    exports io.tallygate.quota.billing;
    exports io.tallygate.quota.ledger;
    exports io.tallygate.quota.plan;
    exports io.tallygate.quota.testing;
    exports io.tallygate.quota;
}
