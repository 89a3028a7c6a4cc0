/** What holds for every token whatever, tried on the running suite with values made at random. */
@NullMarked
package io.doorward.system.property;

import org.jspecify.annotations.NullMarked;
