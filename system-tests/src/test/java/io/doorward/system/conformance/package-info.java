/** All ways in give the same answers: one table of cases, asked over each of them. */
@NullMarked
package io.doorward.system.conformance;

import org.jspecify.annotations.NullMarked;
