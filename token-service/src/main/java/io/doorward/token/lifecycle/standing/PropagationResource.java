package io.doorward.token.lifecycle.standing;

import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.Principals;
import io.doorward.token.lifecycle.view.TokenId;
import io.doorward.token.propagation.Changes;
import io.doorward.token.propagation.Propagated;
import io.doorward.token.propagation.Propagation;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.TokenStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How far a token's latest change has come. */
@Path("/api/v1/tokens/{id}/propagation")
@Tag(name = "Tokens")
public class PropagationResource {
  private static final Scope READ = new Scope("tokens:read");

  private final Principals principals;
  private final Database database;
  private final TokenStore tokens;
  private final Propagation propagation;

  @Inject
  PropagationResource(
      Principals principals, Database database, TokenStore tokens, Propagation propagation) {
    this.principals = principals;
    this.database = database;
    this.tokens = tokens;
    this.propagation = propagation;
  }

  @GET
  @Access
  @Operation(
      operationId = "getTokenPropagation",
      summary = "Tells which gateways have applied a token's latest change",
      description = "complete is false without any gateway: there is nobody who could confirm it.")
  @APIResponseSchema(
      value = Propagated.class,
      responseCode = "200",
      responseDescription = "How far the latest change has come")
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(responseCode = "403", description = "insufficient_scope: needs tokens:read")
  @APIResponse(responseCode = "404", description = "Unknown, or not the caller's to see")
  @APIResponse(responseCode = "503", description = "The database cannot be reached")
  public Uni<Propagated> get(@PathParam("id") String id) {
    return principals
        .current()
        .map(principal -> principal.require(READ))
        .chain(principal -> seen(principal, TokenId.parse(id)))
        .chain(token -> propagation.of(Changes.of(token.id())));
  }

  private Uni<StoredToken> seen(Principal principal, UUID id) {
    return database
        .connection(sql -> tokens.find(sql, principal.organizationId(), id))
        .map(found -> found.filter(principal::sees).orElseThrow(ProblemException::notFound));
  }
}
