/**
 * The central ledger: what edges say to it, what it answers, and what billing reads from it.
 *
 * <p>A ledger keeps sets of request ids as sums. The ids of one counter are consecutive, so its set is one number, and
 * "ignore what you have seen" is the greater of two numbers. All joins are commutative, associative and idempotent;
 * nothing in here may be anything else. The rules are those of the module's {@code DESIGN.md}.
 */
@NullMarked
package io.tallygate.quota.ledger;

import org.jspecify.annotations.NullMarked;
