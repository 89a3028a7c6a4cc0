package io.doorward.gateway.edge;

/**
 * A request as a proxy in front tells of it, unread.
 *
 * @param authority the {@code Host} the client asked for
 * @param target path and query, as in the request line
 */
public record RelayedRequest(String method, boolean secure, String authority, String target) {}
