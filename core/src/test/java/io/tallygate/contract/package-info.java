/** Contracts that every implementation of an SPI extends as a test, ours and other people's, and the rules of our house. */
@NullMarked
package io.tallygate.contract;

import org.jspecify.annotations.NullMarked;
