package io.doorward.token.directory.serviceaccount;

import io.doorward.contract.scope.Role;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A new service account. */
@Schema(name = "CreateServiceAccount")
public record CreateServiceAccount(
    @Schema(required = true, description = "1 to 100 characters", examples = "deployer")
        @Nullable String name,
    @Schema(description = "Up to 500 characters") @Nullable String description,
    @Schema(description = "At most the caller's; member if absent") @Nullable Role role) {}
