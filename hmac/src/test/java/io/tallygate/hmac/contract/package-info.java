/** Contracts that every implementation of the module's SPI extends as a test, ours and other people's. */
@NullMarked
package io.tallygate.hmac.contract;

import org.jspecify.annotations.NullMarked;
