/**
 * Snapshots in Redis, where the gateways find them. Written by compare-and-set on the version and
 * nowhere else in the system. Must not import another room.
 */
@NullMarked
package io.doorward.token.snapshot;

import org.jspecify.annotations.NullMarked;
