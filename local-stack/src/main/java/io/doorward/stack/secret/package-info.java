/**
 * The secrets of one local stack: made at its first start, readable by their owner only, never in
 * the repository. Imports no server.
 */
@NullMarked
package io.doorward.stack.secret;

import org.jspecify.annotations.NullMarked;
