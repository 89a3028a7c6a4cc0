/** Time that a test moves by hand, instead of sleeping. Imports nothing. */
@NullMarked
package io.doorward.test.clock;

import org.jspecify.annotations.NullMarked;
