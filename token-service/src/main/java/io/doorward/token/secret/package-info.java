/**
 * The vault: the only room that ever holds a raw token, and the keeper of the keys that hash tokens
 * and seal cursors. Must not import any other room.
 */
@NullMarked
package io.doorward.token.secret;

import org.jspecify.annotations.NullMarked;
