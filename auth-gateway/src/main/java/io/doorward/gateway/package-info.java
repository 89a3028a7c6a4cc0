/**
 * The data plane. A request walks it once: edge, credential, route, snapshot, decision, limit,
 * identity, upstream, usage. This package holds only what all rooms share: the clock and the
 * instance's name.
 */
@NullMarked
package io.doorward.gateway;

import org.jspecify.annotations.NullMarked;
