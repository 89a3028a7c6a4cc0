/**
 * The tables of the schema {@code usage} as the rooms above use them: rows in, rows out, no
 * judgement. Must not import Kafka or HTTP.
 */
@NullMarked
package io.doorward.usage.store;

import org.jspecify.annotations.NullMarked;
