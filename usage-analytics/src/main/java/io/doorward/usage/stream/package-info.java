/**
 * Reading a Kafka topic so that what was read and how far are stored in one PostgreSQL transaction.
 * Knows no event: what a record means is the business of a {@link
 * io.doorward.usage.stream.RecordHandler}. Must not import anything of ours but contracts.
 */
@NullMarked
package io.doorward.usage.stream;

import org.jspecify.annotations.NullMarked;
