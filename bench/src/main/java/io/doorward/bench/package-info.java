/**
 * The benchmarks' command line. Measures the packaged services from outside, on a stack of its own;
 * imports no service.
 */
@NullMarked
package io.doorward.bench;

import org.jspecify.annotations.NullMarked;
