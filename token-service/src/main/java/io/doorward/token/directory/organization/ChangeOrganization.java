package io.doorward.token.directory.organization;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is to change about the organization; what is absent stays. */
@Schema(name = "ChangeOrganization")
public record ChangeOrganization(
    @Schema(description = "1 to 100 characters for people") @Nullable String name,
    @Schema(description = "Id of a plan", examples = "pro") @Nullable String plan) {}
