/**
 * The tokens this service has heard of, and so who may see whose figures. Kept from {@code
 * token-events}; token-service's tables are never read. Must not import queries or HTTP.
 */
@NullMarked
package io.doorward.usage.directory;

import org.jspecify.annotations.NullMarked;
