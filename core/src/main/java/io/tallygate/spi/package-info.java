/**
 * What integrators implement: authentication schemes, directories, meters, listeners, and the sources of time and
 * background work. Nothing in here knows the engine; the built-in parts have no right that a third party's lack.
 *
 * <p>What an implementation throws never leaves {@code admit}: it becomes a denial {@code UNAVAILABLE}.
 */
@NullMarked
package io.tallygate.spi;

import org.jspecify.annotations.NullMarked;
