/**
 * A small client of the suite's public API, as a person with curl would use it: through the gateway
 * only. For the launcher, the demo and the system tests. Imports no server.
 */
@NullMarked
package io.doorward.stack.api;

import org.jspecify.annotations.NullMarked;
