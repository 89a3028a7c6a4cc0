package io.doorward.token.directory.member;

import io.doorward.contract.scope.Role;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is to change about a member. */
@Schema(name = "ChangeMember")
public record ChangeMember(
    @Schema(required = true, description = "owner, admin, member or viewer") @Nullable Role role) {}
