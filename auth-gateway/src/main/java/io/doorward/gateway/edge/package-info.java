/**
 * What is checked and cleaned before anything else looks at a request: framing, target, headers,
 * client address, request id. Must not import any other room but address.
 */
@NullMarked
package io.doorward.gateway.edge;

import org.jspecify.annotations.NullMarked;
