package io.doorward.token.lifecycle.standing;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why and until when a token is set aside. */
@Schema(name = "SuspendToken")
public record SuspendToken(
    @Schema(required = true, description = "1 to 500 characters") @Nullable String reason,
    @Schema(description = "Ends by itself then; when somebody reactivates it if absent")
        @Nullable Instant until) {}
