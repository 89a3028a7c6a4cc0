package io.doorward.token.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads the catalogue of scopes. */
@ApplicationScoped
public class ScopeCatalogue {
  private static final String NAMES =
      "SELECT name FROM tokens.scope WHERE organization_id IS NULL OR organization_id = $1";

  /** The standard scopes and the organization's own. */
  public Uni<KnownScopes> known(SqlConnection sql, UUID organizationId) {
    return sql.preparedQuery(NAMES)
        .execute(Tuple.of(organizationId))
        .map(
            rows ->
                new KnownScopes(
                    StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .collect(Collectors.toSet())));
  }
}
