package io.doorward.token.directory.invitation;

import io.doorward.contract.scope.Role;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who is to become a member, and as what. */
@Schema(name = "InviteMember")
public record InviteMember(
    @Schema(required = true, examples = "dora@acme.example") @Nullable String email,
    @Schema(required = true, description = "owner, admin, member or viewer") @Nullable Role role) {}
