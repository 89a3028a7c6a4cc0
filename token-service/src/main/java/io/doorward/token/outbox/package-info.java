/**
 * Changes on their way to the gateways. A change leaves its row in its own transaction; one relay
 * among all replicas gives the rows epochs without a gap and sends them, in that order, down two
 * paths that do not wait for each other: Redis and Kafka. Uses the {@code snapshot} room and the
 * {@code broker}; must not import another.
 */
@NullMarked
package io.doorward.token.outbox;

import org.jspecify.annotations.NullMarked;
