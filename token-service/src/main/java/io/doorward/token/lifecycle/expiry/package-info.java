/** Tokens that expire: people are told ahead, and everybody is told when it has happened. */
@NullMarked
package io.doorward.token.lifecycle.expiry;

import org.jspecify.annotations.NullMarked;
