/** Many tokens stopped at once, and let go again. */
@NullMarked
package io.doorward.system.halt;

import org.jspecify.annotations.NullMarked;
