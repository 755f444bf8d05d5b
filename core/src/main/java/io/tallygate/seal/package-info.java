/** How secrets that must be read again are kept: encrypted and authenticated, under keys that the host supplies. */
@NullMarked
package io.tallygate.seal;

import org.jspecify.annotations.NullMarked;
