package io.doorward.stack.suite;

import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One process of a service.
 *
 * @param name the instance, as in its log's name
 * @param module the folder of the packaged service, and the name by which settings are given
 * @param baseUrl where its own API is
 * @param healthUrl where it says whether it is ready
 * @param settings configuration, visible to every user of the machine
 * @param environment configuration by environment variable, visible to the owner only and read when
 *     the process starts, so that no secret is held here
 */
record ServiceSpec(
    String name,
    String module,
    int heapMiB,
    URI baseUrl,
    URI healthUrl,
    Map<String, String> settings,
    Supplier<Map<String, String>> environment) {}
