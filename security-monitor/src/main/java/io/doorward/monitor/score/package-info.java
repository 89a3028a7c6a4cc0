/** How sure a finding is, on one scale for all rules. Pure; must not import any rule. */
@NullMarked
package io.doorward.monitor.score;

import org.jspecify.annotations.NullMarked;
