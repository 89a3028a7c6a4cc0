/** Tests of the service as a whole, and what its tests share. */
@NullMarked
package io.doorward.monitor;

import org.jspecify.annotations.NullMarked;
