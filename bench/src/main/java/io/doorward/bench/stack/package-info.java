/** The stack that a benchmark has for itself. Must not import any benchmark. */
@NullMarked
package io.doorward.bench.stack;

import org.jspecify.annotations.NullMarked;
