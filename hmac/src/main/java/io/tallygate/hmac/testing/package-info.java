/** Doubles for tests of a host. Depends on no test framework. */
@NullMarked
package io.tallygate.hmac.testing;

import org.jspecify.annotations.NullMarked;
