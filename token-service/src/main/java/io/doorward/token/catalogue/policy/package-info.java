/**
 * What an organization asks of its tokens, whoever makes or changes them. Must not import another
 * room.
 */
@NullMarked
package io.doorward.token.catalogue.policy;

import org.jspecify.annotations.NullMarked;
