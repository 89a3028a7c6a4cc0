package io.doorward.token.lifecycle.tokenaccess;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whether API tokens are to be on, and why. */
@Schema(name = "ChangeTokenAccess")
public record ChangeTokenAccess(
    @Schema(required = true, examples = "false") @Nullable Boolean enabled,
    @Schema(
            required = true,
            description = "1 to 500 characters for the audit log",
            examples = "we go back to sessions for now")
        @Nullable String reason) {}
