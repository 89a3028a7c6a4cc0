/**
 * What may be asked: figures of a token, of an organization. Exact to the microsecond: whole
 * minutes come from rollups, the beginnings and ends of periods from the request log. Must not
 * import Kafka.
 */
@NullMarked
package io.doorward.usage.query;

import org.jspecify.annotations.NullMarked;
