/** The organization itself and its plan. A change of plan reaches every live token. */
@NullMarked
package io.doorward.token.directory.organization;

import org.jspecify.annotations.NullMarked;
