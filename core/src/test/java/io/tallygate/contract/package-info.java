/** Contracts that every implementation of an SPI extends as a test, ours and other people's; the rules of our house; and what puts a gate to the test. */
@NullMarked
package io.tallygate.contract;

import org.jspecify.annotations.NullMarked;
