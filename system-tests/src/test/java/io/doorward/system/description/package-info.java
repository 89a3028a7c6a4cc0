/** The OpenAPI documents as the running services give them. */
@NullMarked
package io.doorward.system.description;

import org.jspecify.annotations.NullMarked;
