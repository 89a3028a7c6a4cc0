/**
 * Rate limits: strict sliding windows on Redis, and what holds while Redis is gone. Must not import
 * any other room but redis.
 *
 * <p><b>The promise.</b> In no true sliding window {@code (x − W, x]}, over all gateways together,
 * are more than {@code L} permits charged.
 *
 * <p><b>How.</b> Each window is a ring of slices of length {@code s} on the Redis server's clock. A
 * charge at {@code t} is allowed only if the sum of all slices from {@code ⌊t/s⌋ − ⌈(W+ℓ)/s⌉} to
 * {@code ⌊t/s⌋} plus the charge is at most {@code L}, in every window; {@code ℓ} is the longest
 * life of permits charged in advance, zero as long as every request asks.
 *
 * <p><b>Why it is strict.</b> Let {@code t*} be the last charge in the window. The slices summed
 * for it covered everything back to before {@code t* − W − ℓ}, hence every charge of the window,
 * and their sum was at most {@code L}.
 *
 * <p><b>What it costs.</b> A slice leaves the sum only when the whole of it has left the window: a
 * steady caller gets {@code W/(W+s)} of its limit. The counts are as durable as Redis is.
 */
@NullMarked
package io.doorward.gateway.limit;

import org.jspecify.annotations.NullMarked;
