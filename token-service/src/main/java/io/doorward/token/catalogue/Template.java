package io.doorward.token.catalogue;

import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.vertx.mutiny.sqlclient.Row;
import org.jspecify.annotations.Nullable;

/**
 * What a new token is made from.
 *
 * @param id a word for a built-in one, else a UUID
 * @param lifetimeDays the token expires so many days after its creation; {@code null}: never
 * @param shared whether all members see it, or only whoever made it
 * @param createdBy {@code null} for a built-in one
 */
public record Template(
    String id,
    String name,
    String description,
    TokenType type,
    TokenEnvironment environment,
    ScopeSet scopes,
    @Nullable Integer lifetimeDays,
    Limits limits,
    boolean shared,
    @Nullable String createdBy) {

  static Template of(Row row) {
    return new Template(
        row.getString("id"),
        row.getString("name"),
        row.getString("description"),
        TokenType.of(row.getString("type")),
        TokenEnvironment.of(row.getString("environment")),
        ScopeSet.of(row.getArrayOfStrings("scopes")),
        row.getInteger("lifetime_days"),
        new Limits(
            row.getInteger("per_second"),
            row.getInteger("per_minute"),
            row.getInteger("per_hour"),
            row.getInteger("per_day")),
        row.getBoolean("shared"),
        row.getString("created_by"));
  }

  /** Whether it is there for every organization, and nobody's to change. */
  public boolean builtIn() {
    return createdBy == null;
  }
}
