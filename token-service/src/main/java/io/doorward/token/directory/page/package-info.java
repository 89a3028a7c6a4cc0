/** Pages of the directory's lists. Must not import another room but {@code secret}. */
@NullMarked
package io.doorward.token.directory.page;

import org.jspecify.annotations.NullMarked;
