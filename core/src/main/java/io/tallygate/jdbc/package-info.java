/**
 * What the directory and the ledger share in SQL databases: their tables by dated scripts, transactions that are
 * repeated where that is safe, and what a failure means.
 */
@NullMarked
package io.tallygate.jdbc;

import org.jspecify.annotations.NullMarked;
