/**
 * How proxies ask that forward a client's head in a request of their own: Traefik and Caddy, and
 * nginx, which passes on hardly any refusal. Must not import another way in.
 */
@NullMarked
package io.doorward.gateway.forwardauth;

import org.jspecify.annotations.NullMarked;
