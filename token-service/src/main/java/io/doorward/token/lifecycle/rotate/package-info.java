/**
 * Rotation that strands nobody: a successor on the same terms, an overlap for the old secret, a
 * lost answer that can be had once more, and the history of the family.
 */
@NullMarked
package io.doorward.token.lifecycle.rotate;

import org.jspecify.annotations.NullMarked;
