package io.doorward.token.lifecycle.schedule;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How often an account's tokens are to be replaced, as it was asked for. */
@Schema(name = "PutRotationSchedule")
public record PutRotationSchedule(
    @Schema(required = true, description = "1 to 365", examples = "90") @Nullable Integer everyDays,
    @Schema(
            description =
                "How long the old secret is accepted after the new one was collected: an ISO 8601"
                    + " duration of 10 min to 30 d, no longer than everyDays; PT24H if absent",
            examples = "P1D")
        @Nullable String overlap) {}
