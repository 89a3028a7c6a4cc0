/** Which scopes exist. Must not import another room but {@code database}. */
@NullMarked
package io.doorward.token.catalogue;

import org.jspecify.annotations.NullMarked;
