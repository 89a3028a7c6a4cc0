/**
 * What the OpenAPI documents of all services have in common: how one signs in, what a refusal looks
 * like, and the bounds of every value. Knows no single operation.
 */
@NullMarked
package io.doorward.kit.description;

import org.jspecify.annotations.NullMarked;
