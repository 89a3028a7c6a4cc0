/**
 * The command line of the local stack: {@code up}, {@code down}, {@code status}, {@code logs},
 * {@code session}, {@code demo}. Prints sentences, never traces; nothing imports it.
 */
@NullMarked
package io.doorward.stack.cli;

import org.jspecify.annotations.NullMarked;
