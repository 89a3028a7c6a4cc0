/** Answers the gateway's question for a snapshot that Redis does not hold. */
@NullMarked
package io.doorward.token.protocol.resolve;

import org.jspecify.annotations.NullMarked;
