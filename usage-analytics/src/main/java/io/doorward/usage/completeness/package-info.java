/**
 * Whether events are missing: each gateway instance numbers its events without a gap, so what has
 * not arrived can be counted. Must not import Kafka or HTTP.
 */
@NullMarked
package io.doorward.usage.completeness;

import org.jspecify.annotations.NullMarked;
