/**
 * What scopes people may choose from, and the organization's own. Must not import issue or
 * standing.
 */
@NullMarked
package io.doorward.token.lifecycle.scope;

import org.jspecify.annotations.NullMarked;
