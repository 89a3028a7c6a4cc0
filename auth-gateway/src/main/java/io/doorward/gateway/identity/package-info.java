/**
 * Who the caller is, told to the upstream: a short-lived signed token, headers, and the keys to
 * check them. Must not import any other room.
 */
@NullMarked
package io.doorward.gateway.identity;

import org.jspecify.annotations.NullMarked;
