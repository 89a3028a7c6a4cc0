/**
 * The token itself: how it is written, how it is recognised without any look-up, and how it is
 * turned into the key under which the rest of the system knows it. Must not import any framework,
 * and nothing here stores, logs or sends a token.
 */
@NullMarked
package io.doorward.contract.token;

import org.jspecify.annotations.NullMarked;
