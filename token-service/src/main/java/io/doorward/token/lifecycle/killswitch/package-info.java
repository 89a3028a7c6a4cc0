/** The emergency brake: many tokens stopped by one write, and let go again as they are by then. */
@NullMarked
package io.doorward.token.lifecycle.killswitch;

import org.jspecify.annotations.NullMarked;
