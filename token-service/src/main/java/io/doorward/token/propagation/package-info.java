/**
 * Which gateways have applied a change. The gateways report over Redis and over Kafka; every
 * replica listens to both and can answer for every change, whichever replica relayed it. The change
 * itself does not depend on any of this. Must not import a face.
 */
@NullMarked
package io.doorward.token.propagation;

import org.jspecify.annotations.NullMarked;
