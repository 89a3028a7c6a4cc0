/** Callers that come with the keys of another system. */
@NullMarked
package io.doorward.system.migration;

import org.jspecify.annotations.NullMarked;
