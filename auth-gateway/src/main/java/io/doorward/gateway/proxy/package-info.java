/**
 * The way in as a reverse proxy: the public listener, the forwarding, the answers. Stands on top of
 * all other rooms.
 */
@NullMarked
package io.doorward.gateway.proxy;

import org.jspecify.annotations.NullMarked;
