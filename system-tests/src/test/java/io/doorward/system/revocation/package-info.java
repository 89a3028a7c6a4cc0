/** What a revocation means, on every gateway and with parts of the suite gone. */
@NullMarked
package io.doorward.system.revocation;

import org.jspecify.annotations.NullMarked;
