package io.doorward.gateway.limit;

import java.time.Duration;

/**
 * What one window says after a charge or a refusal.
 *
 * @param remaining permits left, never negative
 * @param pause after a charge: until all permits charged so far have come back; after a refusal:
 *     until the charge would fit, zero if this window was not in the way
 */
record Reading(LimitWindow window, long limit, long remaining, Duration pause) {}
