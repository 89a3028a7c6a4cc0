package io.doorward.token.trail;

import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of an organization.
 *
 * @param from not before; {@code to}: before
 * @param actor who acted, by id
 * @param action the whole name, or its beginning followed by {@code *}
 * @param target what it was done to, by id
 */
record Filter(
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable String actor,
    @Nullable String action,
    @Nullable String target) {

  /** A statement with its arguments. */
  record Query(String sql, Tuple arguments) {}

  /** Newest first, from below an id on. */
  Query newestFirst(UUID organizationId, @Nullable Long below, int limit) {
    return query(organizationId, "a.id < ", below, "a.id DESC", limit);
  }

  /** Oldest first, from above an id on. */
  Query oldestFirst(UUID organizationId, @Nullable Long above, int limit) {
    return query(organizationId, "a.id > ", above, "a.id", limit);
  }

  private Query query(
      UUID organizationId, String bound, @Nullable Long id, String order, int limit) {
    StringBuilder sql =
        new StringBuilder("SELECT ")
            .append(Entry.COLUMNS)
            .append(" FROM tokens.audit_log a LEFT JOIN tokens.audit_link l ON l.entry_id = a.id")
            .append(" WHERE a.organization_id = $1");
    List<Object> arguments = new ArrayList<>(List.of(organizationId));
    and(sql, arguments, "a.at >= ", from == null ? null : from.atOffset(ZoneOffset.UTC));
    and(sql, arguments, "a.at < ", to == null ? null : to.atOffset(ZoneOffset.UTC));
    and(sql, arguments, "a.actor_id = ", actor);
    if (action != null && action.endsWith("*")) {
      and(sql, arguments, "starts_with(a.action, ", action.substring(0, action.length() - 1));
      sql.append(')');
    } else {
      and(sql, arguments, "a.action = ", action);
    }
    and(sql, arguments, "a.target_id = ", target);
    and(sql, arguments, bound, id);
    arguments.add(limit);
    sql.append(" ORDER BY ").append(order).append(" LIMIT $").append(arguments.size());
    return new Query(sql.toString(), Tuple.from(arguments));
  }

  private static void and(
      StringBuilder sql, List<Object> arguments, String condition, @Nullable Object value) {
    if (value != null) {
      arguments.add(value);
      sql.append(" AND ").append(condition).append('$').append(arguments.size());
    }
  }
}
