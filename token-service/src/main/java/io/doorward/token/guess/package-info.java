/** Bounds on how often one source may present what could be a guess. */
@NullMarked
package io.doorward.token.guess;

import org.jspecify.annotations.NullMarked;
