/**
 * A real Kafka broker (KRaft, one node) as a JVM of its own, and the topics of the suite. Imports
 * no other server.
 */
@NullMarked
package io.doorward.stack.kafka;

import org.jspecify.annotations.NullMarked;
