/**
 * The machine under a measurement: its processors, its accounting, its Debian packages. Imports
 * nothing of the benchmark.
 */
@NullMarked
package io.doorward.bench.gateway.machine;

import org.jspecify.annotations.NullMarked;
