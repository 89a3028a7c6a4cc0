/** Whether a token that somebody holds is good. */
@NullMarked
package io.doorward.token.lifecycle.validate;

import org.jspecify.annotations.NullMarked;
