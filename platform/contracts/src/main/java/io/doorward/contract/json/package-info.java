/** How contract records are written as JSON; the one mapper both ends use. */
@NullMarked
package io.doorward.contract.json;

import org.jspecify.annotations.NullMarked;
