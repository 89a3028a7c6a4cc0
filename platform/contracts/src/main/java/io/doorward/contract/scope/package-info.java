/**
 * What a token may do: scopes, sets of them, and what a role allows. Pure functions; must not
 * import any framework.
 */
@NullMarked
package io.doorward.contract.scope;

import org.jspecify.annotations.NullMarked;
