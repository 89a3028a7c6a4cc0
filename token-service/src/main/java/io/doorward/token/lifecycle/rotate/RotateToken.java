package io.doorward.token.lifecycle.rotate;

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
    @Schema(description = "Up to 500 characters for the audit log") @Nullable String reason) {}
