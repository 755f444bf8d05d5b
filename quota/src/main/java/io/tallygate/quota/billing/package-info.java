/** Invoices: what the ledger knows, priced by the plan book. Computed when asked for, stored nowhere. */
@NullMarked
package io.tallygate.quota.billing;

import org.jspecify.annotations.NullMarked;
