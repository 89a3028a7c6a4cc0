package io.doorward.token.lifecycle.issue;

import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a new token is to be, as it was asked for; nothing of it has been checked. */
@Schema(name = "CreateToken")
public record CreateToken(
    @Schema(
            required = true,
            description = "1 to 100 characters for people",
            examples = "build server")
        @Nullable String name,
    @Schema(description = "personal if absent") @Nullable TokenType type,
    @Schema(description = "live if absent") @Nullable TokenEnvironment environment,
    @Schema(
            required = true,
            description = "1 to 100 scopes of the catalogue, or wildcards over them",
            examples = "[\"demo:read\"]")
        @Nullable List<@Nullable String> scopes,
    @Schema(description = "Refused from this instant on; never if absent")
        @Nullable Instant expiresAt,
    @Schema(description = "At most the plan's; the plan's where absent") @Nullable Limits limits,
    @Schema(
            description = "Addresses or CIDR blocks it may be used from; anywhere if absent",
            examples = "[\"192.0.2.0/24\"]")
        @Nullable List<@Nullable String> allowedIps,
    @Schema(description = "Up to 20 words to find it by", examples = "[\"ci\"]")
        @Nullable List<@Nullable String> tags,
    @Schema(description = "Up to 20 names with values of your own")
        @Nullable Map<String, @Nullable String> metadata) {}
