/**
 * What accounts may use and what it costs: plans, billing windows and exact money.
 *
 * <p>Everything here is an immutable value, safe for use by several threads, and reads no clock. The package stands
 * under everything else in {@code quota}.
 */
@NullMarked
package io.tallygate.quota.plan;

import org.jspecify.annotations.NullMarked;
