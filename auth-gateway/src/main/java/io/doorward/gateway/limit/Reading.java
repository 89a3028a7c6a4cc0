package io.doorward.gateway.limit;

/**
 * What one window says after a charge or a refusal.
 *
 * @param limit what is allowed here; less than the quota's where an instance has a share only
 * @param remaining permits left, never negative
 * @param pauseNanos after a charge: until all permits charged so far have come back; after a
 *     refusal: until the charge would fit, zero if this window was not in the way
 */
record Reading(Quota quota, long limit, long remaining, long pauseNanos) {}
