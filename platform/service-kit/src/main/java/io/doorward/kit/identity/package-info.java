/**
 * Who calls: a session of the OpenID provider, an API token (as the gateway's internal JWT), or the
 * gateway itself. A service trusts nothing else, whatever the network lets through.
 */
@NullMarked
package io.doorward.kit.identity;

import org.jspecify.annotations.NullMarked;
