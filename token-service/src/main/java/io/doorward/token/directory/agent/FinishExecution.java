package io.doorward.token.directory.agent;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a run ended. */
@Schema(name = "FinishExecution")
public record FinishExecution(
    @Schema(required = true, description = "succeeded, failed or cancelled")
        @Nullable Outcome outcome,
    @Schema(description = "What went wrong, up to 500 characters") @Nullable String error) {}
