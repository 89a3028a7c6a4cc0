/** New tokens: what may be asked for, who may give it, and the one answer that shows the secret. */
@NullMarked
package io.doorward.token.lifecycle.issue;

import org.jspecify.annotations.NullMarked;
