/** That no secret is anywhere it should not be. */
@NullMarked
package io.doorward.system.secrecy;

import org.jspecify.annotations.NullMarked;
