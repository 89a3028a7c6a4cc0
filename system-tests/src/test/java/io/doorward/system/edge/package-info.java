/** Requests that are wrong, through the public listener. */
@NullMarked
package io.doorward.system.edge;

import org.jspecify.annotations.NullMarked;
