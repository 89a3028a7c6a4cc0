/**
 * The embedded default: everything the four services need, without containers. This package holds
 * what all parts of the stack share and imports none of them.
 */
@NullMarked
package io.doorward.stack;

import org.jspecify.annotations.NullMarked;
