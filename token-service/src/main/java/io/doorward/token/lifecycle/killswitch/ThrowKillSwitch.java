package io.doorward.token.lifecycle.killswitch;

import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.token.TokenType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens to stop, and why.
 *
 * @param type for the scope type; may narrow the scope owner
 * @param owner for the scope owner
 */
@Schema(name = "ThrowKillSwitch")
public record ThrowKillSwitch(
    @Schema(
            required = true,
            enumeration = {"organization", "type", "owner"},
            examples = "organization")
        @Nullable String scope,
    @Nullable TokenType type,
    @Nullable TokenOwner owner,
    @Schema(
            required = true,
            description = "1 to 500 characters for the audit log",
            examples = "keys on a stolen laptop")
        @Nullable String reason,
    @Schema(description = "true: tell what would be stopped, and stop nothing")
        @Nullable Boolean dryRun) {}
