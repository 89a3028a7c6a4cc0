/**
 * From a finding to a signed security event: which response the policy asks for, and the proof that
 * it is this service that asks. Must not import Kafka Streams.
 */
@NullMarked
package io.doorward.monitor.respond;

import org.jspecify.annotations.NullMarked;
