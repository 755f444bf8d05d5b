/** The protocol under every fault at once: a simulated world around the production meter and ledger. */
package io.tallygate.quota.protocol;
