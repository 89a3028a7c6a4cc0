package io.doorward.token.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Last uses. They change neither the token nor its version, and lock no token. */
@ApplicationScoped
public class ActivityStore {
  /** A report counts only under the organization whose token it is. */
  private static final String MERGE =
      """
      INSERT INTO tokens.token_activity AS a
          (token_id, accepted_at, accepted_ip, accepted_user_agent, refused_at, refused_ip,
           refused_user_agent)
      SELECT t.id, n.accepted_at, n.accepted_ip, n.accepted_user_agent, n.refused_at, n.refused_ip,
             n.refused_user_agent
        FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[],
                    $6::timestamptz[], $7::text[], $8::text[])
          AS n (token_id, organization_id, accepted_at, accepted_ip, accepted_user_agent,
                refused_at, refused_ip, refused_user_agent)
        JOIN tokens.token t ON t.id = n.token_id AND t.organization_id = n.organization_id
       ORDER BY t.id
      ON CONFLICT (token_id) DO UPDATE SET
        accepted_at = greatest(a.accepted_at, excluded.accepted_at),
        accepted_ip = CASE WHEN a.accepted_at IS NULL OR excluded.accepted_at > a.accepted_at
          THEN excluded.accepted_ip ELSE a.accepted_ip END,
        accepted_user_agent = CASE
          WHEN a.accepted_at IS NULL OR excluded.accepted_at > a.accepted_at
          THEN excluded.accepted_user_agent ELSE a.accepted_user_agent END,
        refused_at = greatest(a.refused_at, excluded.refused_at),
        refused_ip = CASE WHEN a.refused_at IS NULL OR excluded.refused_at > a.refused_at
          THEN excluded.refused_ip ELSE a.refused_ip END,
        refused_user_agent = CASE WHEN a.refused_at IS NULL OR excluded.refused_at > a.refused_at
          THEN excluded.refused_user_agent ELSE a.refused_user_agent END
      """;

  private static final String FIND =
      """
      SELECT a.*, t.organization_id FROM tokens.token_activity a
        JOIN tokens.token t ON t.id = a.token_id
       WHERE a.token_id = ANY ($1)
      """;

  /** Enters reports, one a token. Newer uses win; a repetition changes nothing. */
  public Uni<Void> merge(SqlConnection sql, Collection<Activity> reports) {
    List<Activity> all = List.copyOf(reports);
    return sql.preparedQuery(MERGE)
        .execute(
            Tuple.from(
                new Object[] {
                  all.stream().map(Activity::tokenId).toArray(UUID[]::new),
                  all.stream().map(Activity::organizationId).toArray(UUID[]::new),
                  times(all, Activity::accepted),
                  texts(all, Activity::accepted, LastUse::ip),
                  texts(all, Activity::accepted, LastUse::userAgent),
                  times(all, Activity::refused),
                  texts(all, Activity::refused, LastUse::ip),
                  texts(all, Activity::refused, LastUse::userAgent)
                }))
        .replaceWithVoid();
  }

  /** The last uses of those of the tokens that have been used. */
  public Uni<Map<UUID, Activity>> of(SqlConnection sql, Collection<UUID> tokens) {
    return sql.preparedQuery(FIND)
        .execute(Tuple.of((Object) tokens.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, Activity> found = new HashMap<>();
              rows.forEach(row -> found.put(row.getUUID("token_id"), read(row)));
              return found;
            });
  }

  /** The last uses in a row with this table's columns and the organization. */
  public static Activity read(Row row) {
    return new Activity(
        row.getUUID("token_id"),
        row.getUUID("organization_id"),
        use(row, "accepted"),
        use(row, "refused"));
  }

  private static @Nullable LastUse use(Row row, String kind) {
    OffsetDateTime at = row.getOffsetDateTime(kind + "_at");
    return at == null
        ? null
        : new LastUse(
            at.toInstant(), row.getString(kind + "_ip"), row.getString(kind + "_user_agent"));
  }

  private static @Nullable OffsetDateTime[] times(
      List<Activity> all, Function<Activity, @Nullable LastUse> kind) {
    @Nullable OffsetDateTime[] times = new OffsetDateTime[all.size()];
    for (int i = 0; i < times.length; i++) {
      LastUse use = kind.apply(all.get(i));
      times[i] = TokenRow.time(use == null ? null : use.at());
    }
    return times;
  }

  private static @Nullable String[] texts(
      List<Activity> all,
      Function<Activity, @Nullable LastUse> kind,
      Function<LastUse, @Nullable String> text) {
    @Nullable String[] texts = new String[all.size()];
    for (int i = 0; i < texts.length; i++) {
      LastUse use = kind.apply(all.get(i));
      texts[i] = use == null ? null : text.apply(use);
    }
    return texts;
  }
}
