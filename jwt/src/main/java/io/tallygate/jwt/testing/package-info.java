/**
 * An issuer for tests of a host: its tokens, right and wrong, and the server of its keys, well and ill. Depends on no test
 * framework.
 */
@NullMarked
package io.tallygate.jwt.testing;

import org.jspecify.annotations.NullMarked;
