package io.doorward.token.lifecycle.issue;

import io.doorward.contract.json.ContractJson;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.doorward.token.catalogue.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
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
    @Schema(description = "personal if absent; service for a service account, agent for an agent")
        @Nullable TokenType type,
    @Schema(description = "live if absent") @Nullable TokenEnvironment environment,
    @Schema(
            description =
                "1 to 100 scopes of the catalogue, or wildcards over them; needed without template",
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
        @Nullable Map<String, @Nullable String> metadata,
    @Schema(
            description =
                "Id of the service account that is to own it; the caller owns it if absent")
        @Nullable UUID serviceAccount,
    @Schema(description = "Id of the one agent it is to be confined to") @Nullable UUID agent,
    @Schema(description = "Id of a template; it gives what is absent here", examples = "read-only")
        @Nullable String template) {

  /** For the caller, confined to no agent and from no template. */
  public CreateToken(
      @Nullable String name,
      @Nullable TokenType type,
      @Nullable TokenEnvironment environment,
      @Nullable List<@Nullable String> scopes,
      @Nullable Instant expiresAt,
      @Nullable Limits limits,
      @Nullable List<@Nullable String> allowedIps,
      @Nullable List<@Nullable String> tags,
      @Nullable Map<String, @Nullable String> metadata) {
    this(
        name,
        type,
        environment,
        scopes,
        expiresAt,
        limits,
        allowedIps,
        tags,
        metadata,
        null,
        null,
        null);
  }

  /** Of the type that its owner's tokens have, if none was asked for. */
  CreateToken typed() {
    TokenType owners = serviceAccount == null ? TokenType.PERSONAL : TokenType.SERVICE;
    TokenType usual = agent == null ? owners : TokenType.AGENT;
    return new CreateToken(
        name,
        type == null ? usual : type,
        environment,
        scopes,
        expiresAt,
        limits,
        allowedIps,
        tags,
        metadata,
        serviceAccount,
        agent,
        template);
  }

  /** With what the template gives where nothing was asked for. */
  CreateToken from(Template given, Instant now) {
    Integer days = given.lifetimeDays();
    boolean bound = serviceAccount != null || agent != null;
    return new CreateToken(
        name,
        type == null && !bound ? given.type() : type,
        environment == null ? given.environment() : environment,
        scopes == null
            ? given.scopes().scopes().stream().<@Nullable String>map(Scope::value).toList()
            : scopes,
        expiresAt == null && days != null ? now.plus(Duration.ofDays(days)) : expiresAt,
        limits == null ? given.limits() : limits.orElse(given.limits()),
        allowedIps,
        tags,
        metadata,
        serviceAccount,
        agent,
        template);
  }

  /** What it asks for, the same text for the same wish. */
  String canonical() {
    SortedMap<String, @Nullable Object> members = new TreeMap<>();
    members.put("operation", "createToken");
    members.put("name", name);
    members.put("type", type);
    members.put("environment", environment);
    members.put("scopes", scopes);
    members.put("expiresAt", expiresAt);
    members.put("limits", limits);
    members.put("allowedIps", allowedIps);
    members.put("tags", tags);
    members.put("metadata", metadata == null ? null : new TreeMap<>(metadata));
    members.put("serviceAccount", serviceAccount);
    members.put("agent", agent);
    members.put("template", template);
    return ContractJson.writeString(members);
  }
}
