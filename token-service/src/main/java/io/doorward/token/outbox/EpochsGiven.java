package io.doorward.token.outbox;

import java.time.Instant;

/**
 * This replica leads the relay and has given changes their epochs; an event inside the process.
 *
 * @param last the last epoch given
 * @param oldest when the first of these changes was made
 */
public record EpochsGiven(long last, Instant oldest) {}
