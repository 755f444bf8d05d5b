/**
 * What every host adapter shares, so that each is only a thin layer over its host: which demand a request makes
 * ({@link io.tallygate.adapter.Routes}), what one request's passage owes ({@link io.tallygate.adapter.Admission}) and
 * how a signed body is verified while the host reads it ({@link io.tallygate.adapter.SignedBody}). Whoever writes an
 * adapter for another host starts here, and proves it with {@code io.tallygate.contract.AdapterContract}.
 */
@NullMarked
package io.tallygate.adapter;

import org.jspecify.annotations.NullMarked;
