/** Changing what a token is called, may do, and for how long. */
@NullMarked
package io.doorward.token.lifecycle.edit;

import org.jspecify.annotations.NullMarked;
