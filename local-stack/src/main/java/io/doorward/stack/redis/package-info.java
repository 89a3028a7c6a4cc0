/** A real Redis. Imports no other server. */
@NullMarked
package io.doorward.stack.redis;

import org.jspecify.annotations.NullMarked;
