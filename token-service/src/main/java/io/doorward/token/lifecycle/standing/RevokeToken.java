package io.doorward.token.lifecycle.standing;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why a token is ended. */
@Schema(name = "RevokeToken")
public record RevokeToken(
    @Schema(description = "Up to 500 characters for the audit log") @Nullable String reason) {}
