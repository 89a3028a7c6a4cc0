package io.doorward.token.catalogue.policy;

import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.token.TokenType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads and writes organizations' policies. */
@ApplicationScoped
public class PolicyStore {
  private static final String READ =
      """
      SELECT max_tokens_per_user, creations_per_hour, max_lifetime_seconds, expiry_required,
             allow_list_required, allowed_scopes, leak_response
        FROM tokens.policy WHERE organization_id = $1
      """;

  private static final String WRITE =
      """
      INSERT INTO tokens.policy (organization_id, max_tokens_per_user, creations_per_hour,
          max_lifetime_seconds, expiry_required, allow_list_required, allowed_scopes, leak_response)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (organization_id) DO UPDATE
         SET max_tokens_per_user = $2, creations_per_hour = $3, max_lifetime_seconds = $4,
             expiry_required = $5, allow_list_required = $6, allowed_scopes = $7, leak_response = $8
      """;

  /** The organization's policy; {@link TokenPolicy#NONE} if it has none. */
  public Uni<TokenPolicy> read(SqlConnection sql, UUID organizationId) {
    return sql.preparedQuery(READ)
        .execute(Tuple.of(organizationId))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(PolicyStore::policy)
                    .orElse(TokenPolicy.NONE));
  }

  /** Puts a policy in the place of the one there is. */
  public Uni<Void> write(SqlConnection sql, UUID organizationId, TokenPolicy policy) {
    Duration life = policy.maxLifetime();
    LeakResponse leak = policy.leakResponse();
    return sql.preparedQuery(WRITE)
        .execute(
            Tuple.from(
                new @Nullable Object[] {
                  organizationId,
                  policy.maxTokensPerUser(),
                  policy.creationsPerHour(),
                  life == null ? null : life.toSeconds(),
                  policy.expiryRequired(),
                  policy.allowListRequired().stream()
                      .map(TokenType::wireName)
                      .sorted()
                      .toArray(String[]::new),
                  json(policy.allowedScopes()),
                  leak == null ? null : leak.wireName()
                }))
        .replaceWithVoid();
  }

  private static TokenPolicy policy(Row row) {
    Long seconds = row.getLong("max_lifetime_seconds");
    String leak = row.getString("leak_response");
    return new TokenPolicy(
        row.getInteger("max_tokens_per_user"),
        row.getInteger("creations_per_hour"),
        seconds == null ? null : Duration.ofSeconds(seconds),
        row.getBoolean("expiry_required"),
        Stream.of(row.getArrayOfStrings("allow_list_required"))
            .map(TokenType::of)
            .collect(Collectors.toSet()),
        scopes(row.getJsonObject("allowed_scopes")),
        leak == null ? null : LeakResponse.of(leak));
  }

  private static Map<TokenType, ScopeSet> scopes(JsonObject json) {
    Map<TokenType, ScopeSet> scopes = new EnumMap<>(TokenType.class);
    for (String type : json.fieldNames()) {
      scopes.put(
          TokenType.of(type),
          ScopeSet.of(json.getJsonArray(type).stream().map(String::valueOf).toList()));
    }
    return scopes;
  }

  private static JsonObject json(Map<TokenType, ScopeSet> scopes) {
    JsonObject json = new JsonObject();
    scopes.forEach(
        (type, set) ->
            json.put(
                type.wireName(),
                new JsonArray(set.scopes().stream().map(Object::toString).toList())));
    return json;
  }
}
