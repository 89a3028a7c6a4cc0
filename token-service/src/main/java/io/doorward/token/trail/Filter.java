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

  /** One look-up an entry, however many the planner expects. */
  private static final String ENTRIES =
      """
      ) page
        CROSS JOIN LATERAL (SELECT * FROM tokens.audit_log e WHERE e.id = page.id LIMIT 1) a
        LEFT JOIN LATERAL (SELECT k.seq, k.hash FROM tokens.audit_link k
                            WHERE k.entry_id = page.id LIMIT 1) l ON true
       ORDER BY a.id\040""";

  /** Behind every id. */
  private static final long LAST = Long.MAX_VALUE;

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
    return query(organizationId, Long.MIN_VALUE, below == null ? LAST : below, "DESC", limit);
  }

  /** Oldest first, from above an id on. */
  Query oldestFirst(UUID organizationId, @Nullable Long above, int limit) {
    return query(organizationId, above == null ? Long.MIN_VALUE : above, LAST, "ASC", limit);
  }

  private Query query(UUID organizationId, long above, long below, String order, int limit) {
    List<Object> arguments = new ArrayList<>(List.of(organizationId, limit, above, below));
    StringBuilder ids = new StringBuilder("SELECT e.id FROM tokens.audit_log e WHERE ");
    String prefix = prefix();
    boolean merged = target == null && (prefix != null || (actor != null && everyAction()));
    String sorted =
        target == null ? range(ids, arguments, merged, order) : ofTarget(ids, arguments);
    and(ids, arguments, "e.at >= ", from == null ? null : from.atOffset(ZoneOffset.UTC));
    and(ids, arguments, "e.at < ", to == null ? null : to.atOffset(ZoneOffset.UTC));
    ids.append(" ORDER BY ").append(sorted).append("e.id ").append(order).append(" LIMIT $2");
    String page = merged ? merged(ids, arguments, prefix, order) : ids.toString();
    return new Query(
        "SELECT " + Entry.COLUMNS + " FROM (" + page + ENTRIES + order, Tuple.from(arguments));
  }

  /** A range of the one index that has these columns in this order. */
  private String range(StringBuilder ids, List<Object> arguments, boolean merged, String order) {
    StringBuilder columns = new StringBuilder("(e.organization_id, ");
    StringBuilder values = new StringBuilder("($1, ");
    StringBuilder sorted = new StringBuilder("e.organization_id ").append(order).append(", ");
    if (actor != null) {
      arguments.add(actor);
      columns.append("e.actor_id, ");
      values.append('$').append(arguments.size()).append("::text, ");
      sorted.append("e.actor_id ").append(order).append(", ");
    }
    if (merged || !everyAction()) {
      columns.append("e.action, ");
      sorted.append("e.action ").append(order).append(", ");
      if (merged) {
        values.append("k.action, ");
      } else {
        arguments.add(String.valueOf(action));
        values.append('$').append(arguments.size()).append("::text, ");
      }
    }
    ids.append(columns).append("e.id) > ").append(values).append("$3) AND ");
    ids.append(columns).append("e.id) < ").append(values).append("$4)");
    return sorted.toString();
  }

  /** What was done to one thing is little, whoever did what. */
  private String ofTarget(StringBuilder ids, List<Object> arguments) {
    ids.append("e.organization_id = $1 AND e.id > $3 AND e.id < $4");
    and(ids, arguments, "e.target_id = ", target);
    and(ids, arguments, "e.actor_id = ", actor);
    String prefix = prefix();
    if (prefix != null) {
      and(ids, arguments, "starts_with(e.action, ", prefix);
      ids.append(')');
    } else if (!everyAction()) {
      and(ids, arguments, "e.action = ", action);
    }
    return "";
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
