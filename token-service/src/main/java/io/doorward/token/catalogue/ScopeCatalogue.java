package io.doorward.token.catalogue;

import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.token.TokenType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The catalogue of scopes. */
@ApplicationScoped
public class ScopeCatalogue {
  private static final String ALL =
      """
      SELECT * FROM tokens.scope WHERE organization_id IS NULL OR organization_id = $1
       ORDER BY organization_id NULLS FIRST, name
      """;

  private static final String INSERT =
      """
      INSERT INTO tokens.scope (organization_id, name, description, example, token_types,
          created_by, created_at)
      SELECT $1, $2, $3, $4, $5, $6, $7
       WHERE NOT EXISTS (SELECT 1 FROM tokens.scope WHERE organization_id IS NULL AND name = $2)
      ON CONFLICT (organization_id, name) DO NOTHING
      """;

  private static final String USED =
      """
      SELECT EXISTS (SELECT 1 FROM tokens.token
                      WHERE organization_id = $1 AND revoked_at IS NULL AND scopes @> ARRAY[$2])
      """;

  private static final String DELETE =
      "DELETE FROM tokens.scope WHERE organization_id = $1 AND name = $2";

  /** The standard scopes and the organization's own, in that order. */
  public Uni<List<CatalogueScope>> all(SqlConnection sql, UUID organizationId) {
    return sql.preparedQuery(ALL)
        .execute(Tuple.of(organizationId))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(ScopeCatalogue::read).toList());
  }

  /** As {@link #all}, to look scopes up in. */
  public Uni<KnownScopes> known(SqlConnection sql, UUID organizationId) {
    return all(sql, organizationId)
        .map(
            all ->
                new KnownScopes(
                    all.stream().map(s -> s.scope().value()).collect(Collectors.toSet()),
                    all.stream()
                        .filter(CatalogueScope::open)
                        .map(s -> s.scope().value())
                        .collect(Collectors.toSet()),
                    all.stream()
                        .filter(s -> s.tokenTypes().size() < TokenType.values().length)
                        .collect(
                            Collectors.toMap(
                                CatalogueScope::scope,
                                CatalogueScope::tokenTypes,
                                (standard, own) -> standard))));
  }

  /**
   * What a token with these scopes may do while its owner has this role, written without wildcards
   * that say more. The catalogue is looked at only where there is such a wildcard.
   */
  public Uni<List<Scope>> permitted(
      SqlConnection sql, UUID organizationId, ScopeSet held, Role role) {
    boolean plain = held.scopes().stream().allMatch(s -> !s.isWildcard() || role.permits(s));
    Uni<KnownScopes> known =
        plain ? Uni.createFrom().item(new KnownScopes(Set.of())) : known(sql, organizationId);
    return known.map(scopes -> scopes.permitted(held, role));
  }

  /** Adds a scope of the organization's own; false if the name is taken. */
  public Uni<Boolean> insert(
      SqlConnection sql, UUID organizationId, CatalogueScope scope, String by, Instant at) {
    return sql.preparedQuery(INSERT)
        .execute(
            Tuple.from(
                new @Nullable Object[] {
                  organizationId,
                  scope.scope().value(),
                  scope.description(),
                  scope.example(),
                  scope.tokenTypes().stream().map(TokenType::wireName).toArray(String[]::new),
                  by,
                  at.atOffset(ZoneOffset.UTC)
                }))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Whether a token that is not revoked has the scope by this very name. */
  public Uni<Boolean> used(SqlConnection sql, UUID organizationId, Scope scope) {
    return sql.preparedQuery(USED)
        .execute(Tuple.of(organizationId, scope.value()))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  /** Takes a scope of the organization's own away; false if there is none by this name. */
  public Uni<Boolean> delete(SqlConnection sql, UUID organizationId, Scope scope) {
    return sql.preparedQuery(DELETE)
        .execute(Tuple.of(organizationId, scope.value()))
        .map(rows -> rows.rowCount() == 1);
  }

  private static CatalogueScope read(Row row) {
    String[] types = row.getArrayOfStrings("token_types");
    return new CatalogueScope(
        new Scope(row.getString("name")),
        row.getString("description"),
        row.getString("example"),
        row.getUUID("organization_id") != null,
        row.getBoolean("open"),
        types == null
            ? Set.of(TokenType.values())
            : Arrays.stream(types).map(TokenType::of).collect(Collectors.toSet()));
  }
}
