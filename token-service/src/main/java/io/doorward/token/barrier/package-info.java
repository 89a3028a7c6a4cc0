/**
 * The rows of barriers: what stands, what stood, and the version of the set of those that stand.
 * Must not import another room.
 */
@NullMarked
package io.doorward.token.barrier;

import org.jspecify.annotations.NullMarked;
