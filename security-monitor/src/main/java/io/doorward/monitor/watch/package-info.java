/**
 * The stream: usage events in, state per token, security events out. The only room that knows Kafka
 * Streams.
 */
@NullMarked
package io.doorward.monitor.watch;

import org.jspecify.annotations.NullMarked;
