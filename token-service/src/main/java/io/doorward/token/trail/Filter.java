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

  /** The organization's actions, one look into the index each: there are some dozens. */
  private static final String ACTIONS =
      """
      WITH RECURSIVE known AS (
        (SELECT o.action FROM tokens.audit_log o WHERE o.organization_id = $1
          ORDER BY o.action LIMIT 1)
        UNION ALL
        SELECT (SELECT n.action FROM tokens.audit_log n
                 WHERE n.organization_id = $1 AND n.action > known.action
                 ORDER BY n.action LIMIT 1)
          FROM known WHERE known.action IS NOT NULL)
      SELECT action FROM known WHERE action IS NOT NULL""";

  /** A statement with its arguments. */
  record Query(String sql, Tuple arguments) {}

  /** Newest first, from below an id on. */
  Query newestFirst(UUID organizationId, @Nullable Long below, int limit) {
    return query(organizationId, "< ", below, "DESC", limit);
  }

  /** Oldest first, from above an id on. */
  Query oldestFirst(UUID organizationId, @Nullable Long above, int limit) {
    return query(organizationId, "> ", above, "ASC", limit);
  }

  private Query query(
      UUID organizationId, String bound, @Nullable Long id, String order, int limit) {
    List<Object> arguments = new ArrayList<>(List.of(organizationId, limit));
    StringBuilder ids =
        new StringBuilder("SELECT e.id FROM tokens.audit_log e WHERE e.organization_id = $1");
    and(ids, arguments, "e.at >= ", from == null ? null : from.atOffset(ZoneOffset.UTC));
    and(ids, arguments, "e.at < ", to == null ? null : to.atOffset(ZoneOffset.UTC));
    and(ids, arguments, "e.actor_id = ", actor);
    and(ids, arguments, "e.target_id = ", target);
    and(ids, arguments, "e.id " + bound, id);
    String prefix = prefix();
    boolean merged = target == null && (prefix != null || (actor != null && everyAction()));
    if (merged) {
      ids.append(" AND e.action = k.action");
    } else if (prefix != null) {
      and(ids, arguments, "starts_with(e.action, ", prefix);
      ids.append(')');
    } else if (!everyAction()) {
      and(ids, arguments, "e.action = ", action);
    }
    ids.append(" ORDER BY e.id ").append(order).append(" LIMIT $2");
    String page = merged ? merged(ids, arguments, prefix, order) : ids.toString();
    return new Query(
        "SELECT "
            + Entry.COLUMNS
            + " FROM ("
            + page
            + ") page JOIN tokens.audit_log a ON a.id = page.id"
            + " LEFT JOIN tokens.audit_link l ON l.entry_id = a.id ORDER BY a.id "
            + order,
        Tuple.from(arguments));
  }

  /** A page of each action, put together: an index has the entries of one action in order. */
  private static String merged(
      StringBuilder ids, List<Object> arguments, @Nullable String prefix, String order) {
    StringBuilder actions = new StringBuilder(ACTIONS);
    and(actions, arguments, "starts_with(action, ", prefix);
    if (prefix != null) {
      actions.append(')');
    }
    return "SELECT f.id FROM ("
        + actions
        + ") k CROSS JOIN LATERAL ("
        + ids
        + ") f ORDER BY f.id "
        + order
        + " LIMIT $2";
  }

  private boolean everyAction() {
    return action == null || action.equals("*");
  }

  private @Nullable String prefix() {
    return action == null || !action.endsWith("*") || everyAction()
        ? null
        : action.substring(0, action.length() - 1);
  }

  private static void and(
      StringBuilder sql, List<Object> arguments, String condition, @Nullable Object value) {
    if (value != null) {
      arguments.add(value);
      sql.append(" AND ").append(condition).append('$').append(arguments.size());
    }
  }
}
