/**
 * Every error of a service as {@code application/problem+json}, made in one place. What an
 * exception says of our code (class names, causes, traces) never leaves.
 */
@NullMarked
package io.doorward.kit.problem;

import org.jspecify.annotations.NullMarked;
