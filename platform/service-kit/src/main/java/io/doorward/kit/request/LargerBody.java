package io.doorward.kit.request;

/**
 * An operation whose body may be larger than others'. {@code quarkus.http.limits.max-body-size}
 * must be no less.
 *
 * @param path all of it; nothing below it
 * @param bytes most that are read
 */
public record LargerBody(String path, long bytes) {}
