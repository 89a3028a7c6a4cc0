/** The token service on a table of a million tokens: look-ups, lists, creations. */
@NullMarked
package io.doorward.bench.tokens;

import org.jspecify.annotations.NullMarked;
