/**
 * The adapter for the JDK's own HTTP server: {@link io.tallygate.httpserver.TallygateHttpFilter}. Needs the module
 * {@code jdk.httpserver}; nothing else of Tallygate does.
 */
@NullMarked
package io.tallygate.httpserver;

import org.jspecify.annotations.NullMarked;
