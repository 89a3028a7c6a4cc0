/**
 * The gateway beside gateways of others, on one processor, and what else is asked of it in numbers.
 * Each measurement is a class; they share one stack and take turns.
 */
@NullMarked
package io.doorward.bench.gateway;

import org.jspecify.annotations.NullMarked;
