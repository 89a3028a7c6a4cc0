/**
 * How the gateway knows a token: in process, in Redis, from token-service, and how it hears of
 * changes on two independent paths. Must not import another room but redis.
 */
@NullMarked
package io.doorward.gateway.snapshot;

import org.jspecify.annotations.NullMarked;
