package io.doorward.token.lifecycle.rotate;

import io.doorward.contract.json.ContractJson;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a token is to be replaced, as it was asked for; nothing of it has been checked. */
@Schema(name = "RotateToken")
public record RotateToken(
    @Schema(
            description =
                "How long the old secret is still accepted: an ISO 8601 duration of 0 s to 30 d;"
                    + " PT24H if absent. Two earlier secrets of a token are accepted at a time; with"
                    + " PT0S it can always be rotated",
            examples = "PT1H")
        @Nullable String overlap,
    @Schema(
            description =
                "true ends the overlap as soon as the new secret has been used with success, some"
                    + " seconds after; if it never is, the overlap ends when it would anyway")
        @Nullable Boolean retireOnFirstUse,
    @Schema(description = "Up to 500 characters for the audit log") @Nullable String reason) {

  /** What it asks for of this token, the same text for the same wish. */
  static String canonical(UUID token, @Nullable RotateToken asked) {
    Map<String, String> request = new TreeMap<>();
    request.put("token", token.toString());
    if (asked != null && asked.overlap() != null) {
      request.put("overlap", asked.overlap());
    }
    if (asked != null && asked.retireOnFirstUse() != null) {
      request.put("retireOnFirstUse", asked.retireOnFirstUse().toString());
    }
    if (asked != null && asked.reason() != null) {
      request.put("reason", asked.reason());
    }
    return ContractJson.writeString(request);
  }
}
