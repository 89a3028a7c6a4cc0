/**
 * How connections to Kafka are made. Kafka's clients block: whoever uses one does so on a thread of
 * its own, never on an event loop. Must not import another room.
 */
@NullMarked
package io.doorward.token.broker;

import org.jspecify.annotations.NullMarked;
