/** Connections to PostgreSQL and the bounds on waiting for it. Must not import any other room. */
@NullMarked
package io.doorward.token.database;

import org.jspecify.annotations.NullMarked;
