/** The suite as an operator handles it: starting, stopping, what it costs. */
@NullMarked
package io.doorward.system.operation;

import org.jspecify.annotations.NullMarked;
