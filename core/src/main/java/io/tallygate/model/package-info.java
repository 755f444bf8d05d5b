/**
 * The vocabulary of Tallygate: identifiers, what a caller may do, what a host asks, and what it is answered. Immutable
 * data that depends on nothing but the JDK, so that every other package may speak it.
 */
@NullMarked
package io.tallygate.model;

import org.jspecify.annotations.NullMarked;
