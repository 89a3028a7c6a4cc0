/**
 * usage-analytics: usage events into figures, each event counted once.
 *
 * <p>Floors, each standing on those below: {@code query}; {@code ingest}, {@code directory}, {@code
 * completeness}; {@code stream} and {@code store}, which know Kafka and PostgreSQL but no figure;
 * {@code rollup}, pure.
 */
@NullMarked
package io.doorward.usage;

import org.jspecify.annotations.NullMarked;
