/** For tests of services that count: a ledger that fails when told, and a disk in memory. */
@NullMarked
package io.tallygate.quota.testing;

import org.jspecify.annotations.NullMarked;
