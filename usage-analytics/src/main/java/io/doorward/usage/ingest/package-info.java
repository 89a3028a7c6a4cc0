/**
 * Usage events into rows and rollups, each event once, whatever arrives twice, late or broken. Must
 * not import queries.
 */
@NullMarked
package io.doorward.usage.ingest;

import org.jspecify.annotations.NullMarked;
