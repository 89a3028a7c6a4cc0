/** The house rules that a machine can check, for every module's own tests. */
@NullMarked
package io.doorward.test.architecture;

import org.jspecify.annotations.NullMarked;
