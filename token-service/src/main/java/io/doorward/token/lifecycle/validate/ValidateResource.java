package io.doorward.token.lifecycle.validate;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.token.LookupKey;
import io.doorward.kit.identity.Access;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.catalogue.ScopeCatalogue;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.Principals;
import io.doorward.token.guess.GuessBudget;
import io.doorward.token.secret.Recognizer;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.TokenStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Looking at a token from outside. */
@Path("/api/v1/tokens/validate")
@Tag(name = "Tokens")
public class ValidateResource {
  private static final Scope READ = new Scope("tokens:read");

  private final Principals principals;
  private final Database database;
  private final TokenStore tokens;
  private final ScopeCatalogue catalogue;
  private final Recognizer recognizer;
  private final GuessBudget guesses;
  private final Clock clock;

  @Inject
  ValidateResource(
      Principals principals,
      Database database,
      TokenStore tokens,
      ScopeCatalogue catalogue,
      Recognizer recognizer,
      GuessBudget guesses,
      Clock clock) {
    this.principals = principals;
    this.database = database;
    this.tokens = tokens;
    this.catalogue = catalogue;
    this.recognizer = recognizer;
    this.guesses = guesses;
    this.clock = clock;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Access
  @Operation(
      operationId = "validateToken",
      summary = "Tells whether a token that the caller holds is active",
      description =
          "For tokens of the caller's own organization. Whatever is not active, unknown, malformed"
              + " or another organization's gets the same answer; how much of that one source may"
              + " present a minute is bounded. With scopes or an address it also tells whether a"
              + " gateway would let such a request through: limits aside, by the same rule.")
  @APIResponseSchema(
      value = Validity.class,
      responseCode = "200",
      responseDescription = "Whether it is active, and if so what it is")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(responseCode = "403", description = "insufficient_scope: needs tokens:read")
  @APIResponse(responseCode = "413", description = "body_too_large")
  @APIResponse(responseCode = "415", description = "unsupported_media_type")
  @APIResponse(responseCode = "429", description = "rate_limited: too many guesses")
  @APIResponse(responseCode = "503", description = "The database cannot be reached")
  public Uni<Validity> validate(@Nullable ValidateToken asked) {
    String presented = asked == null ? null : asked.presented();
    if (asked == null || presented == null) {
      throw ProblemException.of(
          ErrorCode.MALFORMED_JSON, "Send a JSON object with the token as body.");
    }
    Optional<Intention> intention = Intention.of(asked);
    String source = guesses.source("validate");
    return principals
        .current()
        .map(principal -> principal.require(READ))
        .chain(principal -> validity(principal, presented, intention))
        .map(found -> found.orElseGet(() -> missed(source)));
  }

  /** Only a miss is counted or refused: others of the same address know of their own tokens. */
  private Validity missed(String source) {
    guesses.require(source);
    guesses.spend(source);
    return Validity.INACTIVE;
  }

  private Uni<Optional<Validity>> validity(
      Principal principal, String presented, Optional<Intention> intention) {
    Instant now = clock.instant();
    return database.connection(
        sql ->
            find(sql, presented)
                .map(
                    found ->
                        found
                            .filter(t -> t.organizationId().equals(principal.organizationId()))
                            .filter(t -> t.usableAt(now)))
                .chain(
                    found ->
                        found
                            .map(token -> told(sql, token, intention, now))
                            .orElseGet(() -> Uni.createFrom().item(Optional.empty()))));
  }

  private Uni<Optional<Validity>> told(
      SqlConnection sql, StoredToken token, Optional<Intention> intention, Instant now) {
    return catalogue
        .permitted(sql, token.organizationId(), token.scopes(), token.ownerRole())
        .map(permitted -> Optional.of(Validity.of(token, permitted, intention, now)));
  }

  private Uni<Optional<StoredToken>> find(SqlConnection sql, String presented) {
    Uni<Optional<StoredToken>> found = Uni.createFrom().item(Optional.empty());
    for (LookupKey key : recognizer.lookups(presented)) {
      found =
          found.chain(
              earlier ->
                  earlier.isPresent() ? Uni.createFrom().item(earlier) : tokens.find(sql, key));
    }
    return found;
  }
}
