/**
 * The adapter for jakarta.servlet 6.0 containers: {@link io.tallygate.servlet.TallygateFilter}. Needs the servlet API,
 * which the container brings; nothing else of Tallygate does.
 */
@NullMarked
package io.tallygate.servlet;

import org.jspecify.annotations.NullMarked;
