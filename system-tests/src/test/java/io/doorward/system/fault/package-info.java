/** What callers see while a part is gone, and that nothing is lost. */
@NullMarked
package io.doorward.system.fault;

import org.jspecify.annotations.NullMarked;
