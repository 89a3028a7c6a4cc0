package io.doorward.kit.description;

import io.doorward.contract.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** The answers that any operation can give, and the headers that any answer can have. */
final class CommonAnswers {
  private static final Map<String, String> OF_ANY =
      Map.of(
          "400", "invalid_request or validation_failed: a part cannot be read or is not known here",
          "429", "rate_limited: the token's limit, or guess limit, is reached",
          "500", "internal_error: a mistake of the service; the request id finds it in the log",
          "503", "dependency_unavailable: try again after the seconds in Retry-After");

  private static final Map<String, String> HEADERS =
      Map.of(
          "X-Request-Id", "The id that logs and problems carry too",
          "RateLimit", "By the gateway: what is left of a token's limits (IETF draft)",
          "RateLimit-Policy", "By the gateway: the limits of the token (IETF draft)");

  private static final String RETRY_AFTER = "Retry-After";
  private static final Set<String> PASSING = Set.of("429", "503");

  private static final int HEADER_LENGTH = 1_024;

  private CommonAnswers() {}

  static void describe(Operation operation) {
    APIResponses answers = operation.getResponses();
    OF_ANY.forEach((status, text) -> add(answers, status, text));
    if (!List.of().equals(operation.getSecurity())) {
      add(answers, "401", "credentials_required or invalid_token");
      add(answers, "403", "insufficient_scope: the credential or its owner may not");
    }
    answers.getAPIResponses().forEach(CommonAnswers::complete);
  }

  private static void add(APIResponses answers, String status, String description) {
    if (!answers.hasAPIResponse(status)) {
      answers.addAPIResponse(status, OASFactory.createAPIResponse().description(description));
    }
  }

  private static void complete(String status, APIResponse answer) {
    Map<String, Header> headers =
        new LinkedHashMap<>(answer.getHeaders() == null ? Map.of() : answer.getHeaders());
    HEADERS.forEach((name, meaning) -> headers.putIfAbsent(name, header(meaning)));
    if (PASSING.contains(status)) {
      headers.putIfAbsent(RETRY_AFTER, header("Seconds after which to try again"));
    }
    if (refusal(status)) {
      answer.setContent(
          OASFactory.createContent()
              .addMediaType(
                  Problem.MEDIA_TYPE,
                  OASFactory.createMediaType()
                      .schema(OASFactory.createSchema().ref(ProblemSchema.NAME))));
    }
    answer.setHeaders(headers);
  }

  private static Header header(String meaning) {
    Schema text = OASFactory.createSchema().addType(SchemaType.STRING).maxLength(HEADER_LENGTH);
    return OASFactory.createHeader().description(meaning).schema(text);
  }

  private static boolean refusal(String status) {
    return status.startsWith("4") || status.startsWith("5");
  }
}
