/**
 * Doubles for tests of a host, or of a scheme, meter or directory: a clock that moves when told, requests written by
 * hand, a directory that fails on demand. Depends on no test framework.
 */
@NullMarked
package io.tallygate.testing;

import org.jspecify.annotations.NullMarked;
