/**
 * Doorward's side of the gateway benchmark: its stack, its tokens, and what its servers tell of
 * themselves. Must not import the measurements.
 */
@NullMarked
package io.doorward.bench.gateway.suite;

import org.jspecify.annotations.NullMarked;
