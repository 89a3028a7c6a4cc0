/** Revoking, suspending and reactivating tokens. */
@NullMarked
package io.doorward.token.lifecycle.standing;

import org.jspecify.annotations.NullMarked;
