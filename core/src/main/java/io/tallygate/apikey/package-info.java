/**
 * API keys: how they are issued, presented and proven.
 *
 * <p>A key is {@code prefix_}, an id of 13 characters (6 tell the second of its birth, 7 are random), a secret of 22
 * and a checksum of 6, all of them of {@code 0-9A-Za-z}: the secret has 130 bits, the whole at most 55 bytes, which
 * with its padding is one block of SHA-256. There is one spelling of each key. Prefix and id together are the name of
 * its record, so a key needs no index of secrets, and a directory that leaks has no key in it.
 */
@NullMarked
package io.tallygate.apikey;

import org.jspecify.annotations.NullMarked;
