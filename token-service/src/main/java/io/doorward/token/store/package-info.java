/**
 * Rows of organizations' tokens and the transactions they live in, in plain SQL: row locks, keyset
 * pages and counts say more there than in a mapper. Knows contracts only; must not import another
 * room.
 */
@NullMarked
package io.doorward.token.store;

import org.jspecify.annotations.NullMarked;
