/** Faces for machines: what the gateway asks and what the security service tells. */
@NullMarked
package io.doorward.token.protocol;

import org.jspecify.annotations.NullMarked;
