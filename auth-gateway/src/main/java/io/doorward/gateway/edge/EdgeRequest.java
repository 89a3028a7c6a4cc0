package io.doorward.gateway.edge;

import io.doorward.gateway.address.IpAddress;
import java.time.Instant;

/**
 * A request whose form is in order.
 *
 * @param at when its head had arrived
 * @param client whom it comes from, as far as the proxies in front can be trusted
 * @param secure whether the client spoke TLS, by the word of a trusted proxy
 * @param host the {@code Host} in lower case without the port
 * @param authority the {@code Host} as sent, with the port if it has one
 * @param path normalised; this very string is matched and forwarded
 * @param query as sent; empty if there is none
 */
public record EdgeRequest(
    String requestId,
    Instant at,
    IpAddress client,
    boolean secure,
    String method,
    String host,
    String authority,
    String path,
    String query) {}
