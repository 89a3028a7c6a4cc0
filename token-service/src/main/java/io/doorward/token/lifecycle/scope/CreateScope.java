package io.doorward.token.lifecycle.scope;

import io.doorward.contract.token.TokenType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A scope an organization wants beside the standard ones. */
@Schema(name = "CreateScope")
public record CreateScope(
    @Schema(
            required = true,
            description = "Resource and action in lower case, under a resource of your own",
            examples = "reports:approve")
        @Nullable String name,
    @Schema(required = true, description = "1 to 100 characters for people")
        @Nullable String description,
    @Schema(description = "A request it is for", examples = "POST /reports/7/approval")
        @Nullable String example,
    @Schema(description = "Which tokens may have it; all if absent")
        @Nullable List<@Nullable TokenType> tokenTypes) {}
