/**
 * Doubles for tests of a host, or of a scheme, meter or directory: a clock that moves when told, requests written by
 * hand, a directory that fails on demand. And what puts a gate to the test: keys that nobody issued, issuing on many
 * threads, comparison of times. Depends on no test framework.
 */
@NullMarked
package io.tallygate.testing;

import org.jspecify.annotations.NullMarked;
