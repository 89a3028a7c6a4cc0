package io.doorward.token.lifecycle.killswitch;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why the tokens may work again. */
@Schema(name = "ReleaseKillSwitch")
public record ReleaseKillSwitch(
    @Schema(
            required = true,
            description = "1 to 500 characters for the audit log",
            examples = "the laptop was found")
        @Nullable String reason) {}
