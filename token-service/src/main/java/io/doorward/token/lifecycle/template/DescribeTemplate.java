package io.doorward.token.lifecycle.template;

import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a template is to be. */
@Schema(name = "DescribeTemplate")
public record DescribeTemplate(
    @Schema(required = true, description = "1 to 100 characters") @Nullable String name,
    @Schema(description = "Up to 500 characters") @Nullable String description,
    @Schema(description = "personal if absent") @Nullable TokenType type,
    @Schema(description = "live if absent") @Nullable TokenEnvironment environment,
    @Schema(required = true, description = "1 to 100 scopes of the catalogue")
        @Nullable List<@Nullable String> scopes,
    @Schema(description = "1 to 3650; tokens never expire if absent")
        @Nullable Integer lifetimeDays,
    @Schema(description = "The plan's where absent") @Nullable Limits limits,
    @Schema(description = "Whether all members see it (needs org:write); false if absent")
        @Nullable Boolean shared) {}
