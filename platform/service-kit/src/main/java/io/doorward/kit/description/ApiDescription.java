package io.doorward.kit.description;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Completes the document that the code of a service makes: the credential that is asked for, the
 * answers that any operation can give, the bounds of every value, and an example of every body.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class ApiDescription implements OASFilter {
  private static final String BEARER = "bearer";

  @Override
  public Schema filterSchema(Schema schema) {
    return Bounds.fill(schema);
  }

  @Override
  public void filterOpenAPI(OpenAPI document) {
    Components components = document.getComponents();
    if (components == null) {
      components = OASFactory.createComponents();
      document.setComponents(components);
    }
    components.addSchema(ProblemSchema.NAME, ProblemSchema.make());
    components.setSecuritySchemes(null);
    components.addSecurityScheme(BEARER, bearer());
    document.setSecurity(List.of(OASFactory.createSecurityRequirement().addScheme(BEARER)));
    document.setServers(
        List.of(
            OASFactory.createServer()
                .url("/")
                .description("Any environment, local or production: where this was read")
                .extensions(Map.of("x-internal", false))));
    Examples examples = new Examples(document, Samples.load());
    for (PathItem path : document.getPaths().getPathItems().values()) {
      for (Operation operation : path.getOperations().values()) {
        CommonAnswers.describe(operation);
        examples.describe(operation);
      }
    }
  }

  private static SecurityScheme bearer() {
    return OASFactory.createSecurityScheme()
        .type(SecurityScheme.Type.HTTP)
        .scheme("bearer")
        .bearerFormat("JWT, or an API token")
        .description(
            "A session of the OpenID provider (a JWT, checked as RFC 8725 asks), or an API token.");
  }
}
