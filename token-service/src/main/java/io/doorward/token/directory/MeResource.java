package io.doorward.token.directory;

import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.kit.identity.Access;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who the caller is. */
@Path("/api/v1/me")
@Tag(name = "Directory")
public class MeResource {
  private final Principals principals;

  @Inject
  MeResource(Principals principals) {
    this.principals = principals;
  }

  /**
   * The caller.
   *
   * @param scopes of the token in use; absent for a session, whose role alone counts
   */
  public record Me(
      String subject,
      Org organization,
      Role role,
      String credential,
      @Nullable UUID tokenId,
      @Nullable ScopeSet scopes) {}

  /** The caller's organization. */
  public record Org(UUID id, String slug) {}

  @GET
  @Access
  @Operation(
      operationId = "me",
      summary = "Tells who the caller is",
      description = "At a person's first sign-in the organization and the member are created.")
  @APIResponseSchema(value = Me.class, responseCode = "200", responseDescription = "The caller")
  @APIResponse(responseCode = "401", description = "No credential, or not a valid one")
  @APIResponse(responseCode = "503", description = "The database cannot be reached")
  public Uni<Me> me() {
    return principals
        .current()
        .map(
            p ->
                new Me(
                    p.subject(),
                    new Org(p.organizationId(), p.organization()),
                    p.role(),
                    p.token() == null ? "session" : "token",
                    p.token() == null ? null : p.token().id(),
                    p.token() == null ? null : p.token().scopes()));
  }
}
