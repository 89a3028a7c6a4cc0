package io.doorward.token.lifecycle.scope;

import io.doorward.contract.scope.Scope;
import io.doorward.contract.token.TokenType;
import io.doorward.kit.identity.Access;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.catalogue.CatalogueScope;
import io.doorward.token.directory.Principals;
import io.doorward.token.directory.form.Form;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The catalogue of scopes. */
@Path("/api/v1/scopes")
@Tag(name = "Scopes")
@APIResponse(responseCode = "401", description = "No credential, or not a valid one")
@APIResponse(responseCode = "403", description = "insufficient_scope")
@APIResponse(responseCode = "503", description = "The database cannot be reached")
public class ScopeResource {
  private static final Scope WRITE = new Scope("org:write");

  private final Principals principals;
  private final Scopes scopes;

  @Inject
  ScopeResource(Principals principals, Scopes scopes) {
    this.principals = principals;
    this.scopes = scopes;
  }

  @GET
  @Access
  @Operation(
      operationId = "listScopes",
      summary = "Lists the scopes a token can have",
      description = "Tells of each whether the caller may give it.")
  @APIResponseSchema(
      value = ScopeList.class,
      responseCode = "200",
      responseDescription = "The catalogue")
  public Uni<ScopeList> list() {
    return principals.current().chain(scopes::all).map(ScopeList::new);
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Access
  @Operation(operationId = "createScope", summary = "Adds a scope of the organization's own")
  @APIResponseSchema(
      value = ScopeView.class,
      responseCode = "201",
      responseDescription = "The scope")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  @APIResponse(responseCode = "409", description = "conflict: the name or resource is taken")
  public Uni<RestResponse<ScopeView>> create(@Nullable CreateScope body) {
    CreateScope asked = Form.body(body);
    Form form = new Form();
    String name = asked.name() == null ? "" : asked.name();
    if (!Scope.isScope(name) || name.endsWith("*") || !name.contains(":")) {
      form.wrong(
          "/name",
          "is not a scope of the form resource:action",
          "Use lower-case words joined by colons, such as reports:approve.");
    }
    String description = form.name("/description", asked.description());
    String example = form.description("/example", asked.example());
    Set<TokenType> types = types(form, asked.tokenTypes());
    form.done();
    CatalogueScope scope =
        new CatalogueScope(new Scope(name), description, example, true, false, types);
    return principals
        .current()
        .map(principal -> principal.require(WRITE))
        .chain(principal -> scopes.create(principal, scope))
        .map(
            made ->
                RestResponse.ResponseBuilder.<ScopeView>create(RestResponse.Status.CREATED)
                    .entity(made)
                    .build());
  }

  private static Set<TokenType> types(Form form, @Nullable List<@Nullable TokenType> asked) {
    if (asked == null) {
      return EnumSet.allOf(TokenType.class);
    }
    Set<TokenType> types = EnumSet.noneOf(TokenType.class);
    for (int i = 0; i < asked.size(); i++) {
      TokenType type = asked.get(i);
      if (type == null) {
        form.wrong("/tokenTypes/" + i, "is null", "Remove it.");
      } else {
        types.add(type);
      }
    }
    if (asked.isEmpty()) {
      form.wrong("/tokenTypes", "is empty", "Leave it out for every type.");
    }
    return types;
  }

  @DELETE
  @Path("/{name}")
  @Access
  @Operation(operationId = "deleteScope", summary = "Takes away a scope of the organization's own")
  @APIResponse(responseCode = "204", description = "The scope exists no longer")
  @APIResponse(responseCode = "404", description = "Not a scope of the organization's own")
  @APIResponse(responseCode = "409", description = "conflict: tokens have it")
  public Uni<RestResponse<Void>> delete(@PathParam("name") String name) {
    return principals
        .current()
        .map(principal -> principal.require(WRITE))
        .chain(principal -> scopes.delete(principal, scope(name)))
        .replaceWith(RestResponse::noContent);
  }

  private static Scope scope(String name) {
    if (!Scope.isScope(name)) {
      throw ProblemException.notFound();
    }
    return new Scope(name);
  }
}
