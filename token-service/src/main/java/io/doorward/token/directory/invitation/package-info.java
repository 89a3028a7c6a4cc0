/** Invitations: a role for whoever signs in with an address. */
@NullMarked
package io.doorward.token.directory.invitation;

import org.jspecify.annotations.NullMarked;
