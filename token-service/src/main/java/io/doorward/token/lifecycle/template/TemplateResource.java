package io.doorward.token.lifecycle.template;

import io.doorward.contract.scope.Scope;
import io.doorward.kit.identity.Access;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.Principals;
import io.doorward.token.directory.form.Form;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What tokens are made from. */
@Path("/api/v1/templates")
@Tag(name = "Templates")
@APIResponse(responseCode = "401", description = "No credential, or not a valid one")
@APIResponse(responseCode = "403", description = "insufficient_scope")
@APIResponse(responseCode = "503", description = "The database cannot be reached")
public class TemplateResource {
  private static final Scope WRITE = new Scope("tokens:write");

  private final Principals principals;
  private final Templates templates;

  @Inject
  TemplateResource(Principals principals, Templates templates) {
    this.principals = principals;
    this.templates = templates;
  }

  @GET
  @Access
  @Operation(
      operationId = "listTemplates",
      summary = "Lists templates: built in, shared, and the caller's own")
  @APIResponseSchema(
      value = TemplateList.class,
      responseCode = "200",
      responseDescription = "The templates")
  public Uni<TemplateList> list() {
    return principals
        .current()
        .chain(templates::all)
        .map(all -> new TemplateList(all.stream().map(TemplateView::of).toList()));
  }

  @GET
  @Path("/{id}")
  @Access
  @Operation(operationId = "getTemplate", summary = "Shows one template")
  @APIResponseSchema(
      value = TemplateView.class,
      responseCode = "200",
      responseDescription = "The template")
  @APIResponse(responseCode = "404", description = "Unknown, or not the caller's to see")
  public Uni<TemplateView> get(@PathParam("id") String id) {
    return principals.current().chain(p -> templates.one(p, id)).map(TemplateView::of);
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Access
  @Operation(operationId = "createTemplate", summary = "Makes a template")
  @APIResponseSchema(
      value = TemplateView.class,
      responseCode = "201",
      responseDescription = "The template")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  @APIResponse(responseCode = "409", description = "conflict: as many as there can be")
  public Uni<RestResponse<TemplateView>> create(@Nullable DescribeTemplate body) {
    DescribeTemplate asked = Form.body(body);
    return writer()
        .chain(p -> templates.create(p, asked))
        .map(
            made ->
                RestResponse.ResponseBuilder.<TemplateView>created(
                        URI.create("/api/v1/templates/" + made.id()))
                    .entity(TemplateView.of(made))
                    .build());
  }

  @PUT
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access
  @Operation(operationId = "replaceTemplate", summary = "Replaces a template as a whole")
  @APIResponseSchema(
      value = TemplateView.class,
      responseCode = "200",
      responseDescription = "The template as it is now")
  @APIResponse(responseCode = "400", description = "malformed_json or validation_failed")
  @APIResponse(responseCode = "404", description = "Unknown, or not the caller's to see")
  @APIResponse(responseCode = "409", description = "conflict: built in")
  public Uni<TemplateView> replace(@PathParam("id") String id, @Nullable DescribeTemplate body) {
    DescribeTemplate asked = Form.body(body);
    return writer().chain(p -> templates.replace(p, id, asked)).map(TemplateView::of);
  }

  @DELETE
  @Path("/{id}")
  @Access
  @Operation(
      operationId = "deleteTemplate",
      summary = "Deletes a template; tokens made from it stay as they are")
  @APIResponse(responseCode = "204", description = "The template is gone")
  @APIResponse(responseCode = "404", description = "Unknown, or not the caller's to see")
  @APIResponse(responseCode = "409", description = "conflict: built in")
  public Uni<RestResponse<Void>> delete(@PathParam("id") String id) {
    return writer().chain(p -> templates.delete(p, id)).replaceWith(RestResponse::noContent);
  }

  private Uni<Principal> writer() {
    return principals.current().map(principal -> principal.require(WRITE));
  }
}
