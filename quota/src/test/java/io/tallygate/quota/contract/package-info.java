/** Contracts that every implementation of quota's SPI extends as a test, ours and other people's. */
@NullMarked
package io.tallygate.quota.contract;

import org.jspecify.annotations.NullMarked;
