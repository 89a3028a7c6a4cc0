/**
 * A real PostgreSQL, and in it the database that the services expect: one schema per service, each
 * with an owner for migrations and an application role without DDL. Imports no other server.
 */
@NullMarked
package io.doorward.stack.postgres;

import org.jspecify.annotations.NullMarked;
