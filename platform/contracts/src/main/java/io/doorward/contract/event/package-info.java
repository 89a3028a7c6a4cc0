/**
 * The records that travel over Kafka (and, for token events, over Redis pub/sub). Versioned and
 * additive: members are added, never renamed or given another meaning. A golden file pins each.
 * Must not import any framework.
 */
@NullMarked
package io.doorward.contract.event;

import org.jspecify.annotations.NullMarked;
