/** The entry point: a gate, its builder, and nothing else. */
@NullMarked
package io.tallygate;

import org.jspecify.annotations.NullMarked;
