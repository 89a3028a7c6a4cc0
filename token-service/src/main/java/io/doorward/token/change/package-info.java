/**
 * One change of a token, whole or not at all: the row, its audit entry and its outbox row in one
 * transaction; and which changes a token's standing allows. Used by the faces; must not import one.
 */
@NullMarked
package io.doorward.token.change;

import org.jspecify.annotations.NullMarked;
