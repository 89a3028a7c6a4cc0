package io.doorward.token.description;

import io.doorward.contract.problem.Problem;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Every error is a problem (RFC 9457), and every operation wants a Bearer credential. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class ErrorsFilter implements OASFilter {
  private static final String PROBLEM = "Problem";
  private static final String BEARER = "bearer";

  @Override
  public void filterOpenAPI(OpenAPI document) {
    Components components = document.getComponents();
    components.addSchema(PROBLEM, problem());
    components.addSecurityScheme(
        BEARER,
        OASFactory.createSecurityScheme()
            .type(SecurityScheme.Type.HTTP)
            .scheme("bearer")
            .description("A session of the OpenID provider, or an API token."));
    document.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(BEARER));
    for (PathItem path : document.getPaths().getPathItems().values()) {
      path.getOperations().values().forEach(operation -> describe(operation.getResponses()));
    }
  }

  private static void describe(APIResponses responses) {
    responses
        .getAPIResponses()
        .forEach(
            (status, response) -> {
              if (status.startsWith("4") || status.startsWith("5")) {
                response.setContent(
                    OASFactory.createContent()
                        .addMediaType(
                            Problem.MEDIA_TYPE,
                            OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(PROBLEM))));
              }
            });
  }

  private static Schema problem() {
    Schema violation =
        object("location", "message", "fix")
            .addProperty("location", text("Where: a JSON pointer, or query/name, or path/name"))
            .addProperty("message", text("What is wrong"))
            .addProperty("fix", text("What to do"));
    return object("type", "title", "status", "detail", "code", "requestId")
        .description("Why a request was not done (RFC 9457)")
        .addProperty("type", text("Where the code is explained"))
        .addProperty("title", text("The same for every occurrence"))
        .addProperty("status", OASFactory.createSchema().addType(SchemaType.INTEGER))
        .addProperty("detail", text("What to do about it"))
        .addProperty("code", text("Stable: for programs"))
        .addProperty("requestId", text("The id that logs carry too"))
        .addProperty("errors", OASFactory.createSchema().addType(SchemaType.ARRAY).items(violation))
        .addProperty(
            "requiredScopes",
            OASFactory.createSchema()
                .addType(SchemaType.ARRAY)
                .items(OASFactory.createSchema().addType(SchemaType.STRING)));
  }

  private static Schema object(String... required) {
    return OASFactory.createSchema().addType(SchemaType.OBJECT).required(List.of(required));
  }

  private static Schema text(String description) {
    return OASFactory.createSchema().addType(SchemaType.STRING).description(description);
  }
}
