/** Strict reading of what clients send. */
@NullMarked
package io.doorward.kit.json;

import org.jspecify.annotations.NullMarked;
