package io.doorward.token.lifecycle.importing;

import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.token.directory.Principal;
import io.doorward.token.secret.Recognizer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Imported keys in the database. */
@ApplicationScoped
class ImportStore {
  private static final String OWNERS =
      "SELECT subject, role FROM tokens.member WHERE organization_id = $1 AND subject = ANY ($2)";

  private static final String TAKEN =
      "SELECT digest FROM tokens.imported_key WHERE organization_id = $1 AND digest = ANY ($2)";

  private static final String ADD =
      """
      INSERT INTO tokens.imported_key (id, import_id, organization_id, owner_id, name, algorithm,
          digest, prefix, scopes, expires_at, created_by, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      """;

  private final Recognizer recognizer;

  @Inject
  ImportStore(Recognizer recognizer) {
    this.recognizer = recognizer;
  }

  /** What is stored of a hash: never a bare SHA-256. */
  String digest(ForeignHash hash) {
    return hash.algorithm() == ForeignHash.Algorithm.SHA256
        ? recognizer.imported(hash.value()).value()
        : hash.value();
  }

  Uni<Map<String, Role>> owners(
      SqlConnection sql, UUID organizationId, Collection<String> subjects) {
    return sql.preparedQuery(OWNERS)
        .execute(Tuple.of(organizationId, subjects.toArray(String[]::new)))
        .map(
            rows -> {
              Map<String, Role> owners = new HashMap<>();
              rows.forEach(r -> owners.put(r.getString("subject"), Role.of(r.getString("role"))));
              return owners;
            });
  }

  /** Which of the digests the organization has imported before. */
  Uni<Set<String>> taken(SqlConnection sql, UUID organizationId, Collection<String> digests) {
    return sql.preparedQuery(TAKEN)
        .execute(Tuple.of(organizationId, digests.toArray(String[]::new)))
        .map(
            rows -> {
              Set<String> taken = new HashSet<>();
              rows.forEach(row -> taken.add(row.getString(0)));
              return taken;
            });
  }

  Uni<Void> add(
      SqlConnection sql, Principal importer, UUID id, List<RowCheck.Good> keys, Instant now) {
    return sql.preparedQuery(ADD)
        .executeBatch(keys.stream().map(key -> tuple(importer, id, key, now)).toList())
        .replaceWithVoid();
  }

  private Tuple tuple(Principal importer, UUID id, RowCheck.Good key, Instant now) {
    return Tuple.from(
        new @Nullable Object[] {
          UUID.randomUUID(),
          id,
          importer.organizationId(),
          key.owner(),
          key.name(),
          key.hash().algorithm().wireName(),
          digest(key.hash()),
          key.prefix(),
          key.scopes().scopes().stream().map(Scope::value).toArray(String[]::new),
          key.expiresAt() == null ? null : key.expiresAt().atOffset(ZoneOffset.UTC),
          importer.subject(),
          now.atOffset(ZoneOffset.UTC)
        });
  }
}
