package io.doorward.token.directory.serviceaccount;

import io.doorward.contract.scope.Role;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is to change about a service account; what is absent stays. */
@Schema(name = "ChangeServiceAccount")
public record ChangeServiceAccount(
    @Schema(description = "1 to 100 characters") @Nullable String name,
    @Schema(description = "Up to 500 characters") @Nullable String description,
    @Schema(description = "At most the caller's") @Nullable Role role,
    @Schema(description = "false suspends its tokens, true lets them work as before")
        @Nullable Boolean enabled) {

  /** The account after the change. */
  ServiceAccountView applied(ServiceAccountView before) {
    return new ServiceAccountView(
        before.id(),
        name == null ? before.name() : name.strip(),
        description == null ? before.description() : description.strip(),
        role == null ? before.role() : role,
        enabled == null ? before.enabled() : enabled,
        before.createdBy(),
        before.createdAt(),
        null);
  }
}
