/** What a benchmark says in the end. Must not import any benchmark. */
@NullMarked
package io.doorward.bench.report;

import org.jspecify.annotations.NullMarked;
