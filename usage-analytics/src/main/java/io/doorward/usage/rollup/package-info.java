/**
 * How requests add up: pure functions, independent of the order in which events arrive and of how
 * they are split into batches. Must not import any framework, Kafka or SQL.
 */
@NullMarked
package io.doorward.usage.rollup;

import org.jspecify.annotations.NullMarked;
