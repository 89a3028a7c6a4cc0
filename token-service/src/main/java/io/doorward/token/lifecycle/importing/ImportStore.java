package io.doorward.token.lifecycle.importing;

import io.doorward.contract.scope.Role;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What was kept of imported keys elsewhere. */
@ApplicationScoped
class ImportStore {
  private static final String UNIQUE_VIOLATION = "23505";

  /** The organization stands for its members and its plan, as whoever changes those locks it. */
  private static final String HOLD = "SELECT 1 FROM tokens.organization WHERE id = $1 FOR SHARE";

  private static final String OWNERS =
      """
      SELECT subject, role FROM tokens.member
       WHERE organization_id = $1 AND subject = ANY ($2) AND removed_at IS NULL
      """;

  private static final String TAKEN =
      """
      SELECT digest FROM tokens.imported_key WHERE organization_id = $1 AND digest = ANY ($2)
       UNION ALL SELECT lookup FROM tokens.token WHERE lookup = ANY ($2)
       UNION ALL SELECT encode(k.fingerprint, 'hex')
         FROM tokens.imported_key k JOIN unnest($3::text[]) AS f ON k.fingerprint = decode(f, 'hex')
      """;

  /** Whichever of the two is the longer begins with the other. */
  private static final String LIKE =
      """
      SELECT k.prefix, count(*) AS keys FROM tokens.imported_key k
       WHERE k.organization_id = $1 AND k.algorithm = 'bcrypt' AND k.digest IS NOT NULL
         AND (k.prefix = ANY ($3) OR EXISTS (
               SELECT 1 FROM generate_series(1, length(k.prefix)) AS n
                WHERE left(k.prefix, n) = ANY ($2)))
       GROUP BY k.prefix
      """;

  private static final String ADD =
      """
      INSERT INTO tokens.imported_key (id, import_id, organization_id, algorithm, digest, prefix,
          created_by, created_at, fingerprint)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, decode($9::text, 'hex'))
      """;

  /** The organizations take turns: the keys of one do not push out those of another. */
  private static final String COMPARABLE =
      """
      SELECT k.id, k.organization_id, k.digest
        FROM tokens.imported_key k JOIN tokens.token t ON t.id = k.id
       WHERE k.algorithm = 'bcrypt' AND k.digest IS NOT NULL AND k.prefix = ANY ($1)
         AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2)
       ORDER BY row_number() OVER (PARTITION BY k.organization_id
                                   ORDER BY length(k.prefix) DESC, k.created_at, k.id),
                k.created_at, k.id
       LIMIT $3
      """;

  private static final String ERASE =
      """
      UPDATE tokens.imported_key SET digest = NULL, used_at = $3 WHERE id = $1 AND digest = $2
      """;

  /** A token whose key there is only a bcrypt hash of. */
  record Comparable(UUID id, UUID organizationId, String hash) {}

  /** What is stored of a key beside its token. */
  record Kept(
      UUID id,
      UUID importId,
      UUID organizationId,
      ForeignHash.Algorithm algorithm,
      String digest,
      String prefix,
      String createdBy,
      Instant createdAt,
      @Nullable String fingerprint) {}

  /** Whether it failed because the key is stored already, by somebody who was first. */
  static boolean isTaken(Throwable failure) {
    return failure instanceof PgException sql && UNIQUE_VIOLATION.equals(sql.getSqlState());
  }

  /** The roles of these members, as they are until the transaction ends. */
  Uni<Map<String, Role>> owners(
      SqlConnection sql, UUID organizationId, Collection<String> subjects) {
    return sql.preparedQuery(HOLD)
        .execute(Tuple.of(organizationId))
        .chain(
            () ->
                sql.preparedQuery(OWNERS)
                    .execute(Tuple.of(organizationId, subjects.toArray(String[]::new))))
        .map(
            rows -> {
              Map<String, Role> owners = new HashMap<>();
              rows.forEach(r -> owners.put(r.getString("subject"), Role.of(r.getString("role"))));
              return owners;
            });
  }

  /**
   * Which of the digests are in use, imported by the organization before or a token's, and which of
   * the fingerprints have ever been imported, by whomever.
   */
  Uni<Set<String>> taken(
      SqlConnection sql,
      UUID organizationId,
      Collection<String> digests,
      Collection<String> fingerprints) {
    return sql.preparedQuery(TAKEN)
        .execute(
            Tuple.of(
                organizationId,
                digests.toArray(String[]::new),
                fingerprints.toArray(String[]::new)))
        .map(
            rows -> {
              Set<String> taken = new HashSet<>();
              rows.forEach(row -> taken.add(row.getString(0)));
              return taken;
            });
  }

  /**
   * How many keys of the organization may have to be compared with what begins so, by their prefix.
   */
  Uni<Map<String, Integer>> alike(
      SqlConnection sql, UUID organizationId, Collection<String> prefixes) {
    String[] given = prefixes.toArray(String[]::new);
    String[] beginnings =
        prefixes.stream().flatMap(Beginnings::of).distinct().toArray(String[]::new);
    return sql.preparedQuery(LIKE)
        .execute(Tuple.of(organizationId, given, beginnings))
        .map(
            rows -> {
              Map<String, Integer> alike = new HashMap<>();
              rows.forEach(r -> alike.put(r.getString("prefix"), r.getInteger("keys")));
              return alike;
            });
  }

  Uni<Void> add(SqlConnection sql, List<Kept> keys) {
    return sql.preparedQuery(ADD)
        .executeBatch(keys.stream().map(ImportStore::tuple).toList())
        .replaceWithVoid();
  }

  private static Tuple tuple(Kept key) {
    return Tuple.from(
        new @Nullable Object[] {
          key.id(),
          key.importId(),
          key.organizationId(),
          key.algorithm().wireName(),
          key.digest(),
          key.prefix(),
          key.createdBy(),
          key.createdAt().atOffset(ZoneOffset.UTC),
          key.fingerprint()
        });
  }

  /** What a key that begins in these ways is to be compared with; what has ended is not. */
  Uni<List<Comparable>> comparable(
      SqlConnection sql, List<String> beginnings, Instant now, int most) {
    return sql.preparedQuery(COMPARABLE)
        .execute(Tuple.of(beginnings.toArray(String[]::new), now.atOffset(ZoneOffset.UTC), most))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(ImportStore::comparable)
                    .toList());
  }

  private static Comparable comparable(Row row) {
    return new Comparable(
        row.getUUID("id"), row.getUUID("organization_id"), row.getString("digest"));
  }

  /** Erases the hash of a key; says whether it was there. */
  Uni<Boolean> erase(SqlConnection sql, Comparable key, Instant now) {
    return sql.preparedQuery(ERASE)
        .execute(Tuple.of(key.id(), key.hash(), now.atOffset(ZoneOffset.UTC)))
        .map(rows -> rows.rowCount() == 1);
  }
}
