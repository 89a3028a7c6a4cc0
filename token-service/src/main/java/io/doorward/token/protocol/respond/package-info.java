/**
 * Answers the security service: suspends the tokens its signed events ask for, within a budget, and
 * never takes an event on trust. Must not import another face.
 */
@NullMarked
package io.doorward.token.protocol.respond;

import org.jspecify.annotations.NullMarked;
