/** The meter that counts admitted requests durably and settles them with the ledger. */
@NullMarked
package io.tallygate.quota;

import org.jspecify.annotations.NullMarked;
