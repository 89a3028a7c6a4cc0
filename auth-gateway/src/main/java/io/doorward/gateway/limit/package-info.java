/**
 * Rate limits: strict sliding windows on Redis, permits leased from them in advance, what holds
 * while Redis is gone, and guesses by source. Must not import any other room but redis.
 *
 * <p><b>The promise.</b> In no true sliding window {@code (x − W, x]}, over all gateways together,
 * are more than {@code L} permits used.
 *
 * <p><b>How.</b> Each window is a ring of slices of length {@code s} on the Redis server's clock. A
 * charge at {@code t} is allowed only if the sum of all slices from {@code ⌊t/s⌋ − ⌈(W+ℓ)/s⌉} to
 * {@code ⌊t/s⌋} plus the charge is at most {@code L}, in every window; {@code ℓ} is the longest
 * life of permits charged in advance, zero where every request asks.
 *
 * <p><b>Why it is strict.</b> A permit used at {@code u} was charged at some {@code t} with {@code
 * u − ℓ ≤ t ≤ u}. So all permits used in the window were charged in {@code (x − W − ℓ, x]}. Let
 * {@code t*} be the last of these charges. The slices summed for it covered everything back to
 * before {@code t* − W − ℓ}, hence all these charges, and their sum was at most {@code L}. Giving
 * back takes away only permits that are never used.
 *
 * <p><b>What it costs.</b> A slice leaves the sum only when the whole of it has left: a steady
 * caller gets {@code W/(W+ℓ+s)} of its limit, less what other instances hold unused. The counts are
 * as durable as Redis is. More in {@code docs/limits.md}.
 */
@NullMarked
package io.doorward.gateway.limit;

import org.jspecify.annotations.NullMarked;
