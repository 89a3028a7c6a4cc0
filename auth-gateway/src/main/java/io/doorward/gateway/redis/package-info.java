/**
 * Connections to Redis that fail fast: one pipelined connection for each event loop, and a
 * subscription that heals itself. Must not import any other room.
 */
@NullMarked
package io.doorward.gateway.redis;

import org.jspecify.annotations.NullMarked;
