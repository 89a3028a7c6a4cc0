package io.doorward.kit.description;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** The form of every refusal: {@link io.doorward.contract.problem.Problem}. */
final class ProblemSchema {
  static final String NAME = "Problem";

  private static final int DETAIL = 2_048;
  private static final int LIST = 1_000;

  private ProblemSchema() {}

  static Schema make() {
    Schema violation =
        object("message")
            .addProperty(
                "location",
                text(
                    "Where: a JSON pointer, query/name, path/name or header/name; absent: the whole body"))
            .addProperty("message", text("What is wrong"))
            .addProperty("fix", text("What to do"));
    return object("type", "title", "status", "detail", "code", "requestId")
        .description("Why a request was not done (RFC 9457)")
        .addProperty("type", text("Where the code is explained"))
        .addProperty("title", text("The same for every occurrence"))
        .addProperty("status", Bounds.fill(OASFactory.createSchema().addType(SchemaType.INTEGER)))
        .addProperty("detail", text("What to do about it"))
        .addProperty("code", text("Stable: for programs; docs/errors explains each"))
        .addProperty("requestId", text("The id that logs carry too"))
        .addProperty("errors", list(violation))
        .addProperty("requiredScopes", list(text("A scope of which one is needed")))
        .addExample(example());
  }

  private static Map<String, Object> example() {
    Problem problem =
        Problem.of(ErrorCode.NOT_FOUND, "There is no such thing, or it is not yours.", "7f3a9c1e");
    return Map.of(
        "type", problem.type(),
        "title", problem.title(),
        "status", problem.status(),
        "detail", problem.detail(),
        "code", problem.code(),
        "requestId", problem.requestId());
  }

  private static Schema list(Schema items) {
    return OASFactory.createSchema().addType(SchemaType.ARRAY).items(items).maxItems(LIST);
  }

  private static Schema object(String... required) {
    return OASFactory.createSchema().addType(SchemaType.OBJECT).required(List.of(required));
  }

  private static Schema text(String description) {
    return OASFactory.createSchema()
        .addType(SchemaType.STRING)
        .maxLength(DETAIL)
        .description(description);
  }
}
