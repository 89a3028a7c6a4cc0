/**
 * The last use of each token, for token-service: kept from {@code usage-events}, announced on
 * {@code token-activity}. Must not import ingest, queries or HTTP.
 */
@NullMarked
package io.doorward.usage.activity;

import org.jspecify.annotations.NullMarked;
