/**
 * Directories that come with Tallygate: one in memory, one in a SQL database. They hold records of any kind of
 * credential and know none in particular.
 */
@NullMarked
package io.tallygate.directory;

import org.jspecify.annotations.NullMarked;
