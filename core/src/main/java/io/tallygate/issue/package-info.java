/**
 * The life of keys that a directory holds, of whatever kind: how they are named, drawn, issued, rotated, changed and
 * removed. A scheme says how its keys look and what is kept of their secrets ({@link io.tallygate.issue.KeyForm}), and
 * offers its own {@link io.tallygate.issue.KeyIssuer}.
 */
@NullMarked
package io.tallygate.issue;

import org.jspecify.annotations.NullMarked;
