/**
 * One event for every answered request, on its way to Kafka without ever holding up a request or
 * getting lost silently. Must not import any other room.
 */
@NullMarked
package io.doorward.gateway.usage;

import org.jspecify.annotations.NullMarked;
