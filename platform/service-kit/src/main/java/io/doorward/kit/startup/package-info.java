/** Checks before a service serves: every fault is named at once, a severe one stops the start. */
@NullMarked
package io.doorward.kit.startup;

import org.jspecify.annotations.NullMarked;
