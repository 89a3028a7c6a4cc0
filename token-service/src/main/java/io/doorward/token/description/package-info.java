/** What the OpenAPI document says of every operation alike. Must not import another room. */
@NullMarked
package io.doorward.token.description;

import org.jspecify.annotations.NullMarked;
