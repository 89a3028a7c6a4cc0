package io.doorward.contract.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.doorward.contract.snapshot.TokenOwner;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request that a gateway answered, refused ones too. Topic {@code usage-events}, key: {@link
 * #key()}.
 *
 * @param schema version of this record's form
 * @param instance the gateway process: its name and a part that differs at each start
 * @param sequence 0, 1, 2, … without a gap within an instance; together they identify the event,
 *     and a gap is a lost event
 * @param at when the request's head had arrived
 * @param requestId the id that the answer carried
 * @param tokenId the token, if one was recognised
 * @param agentId the agent that the path of an admitted request names, else the one its token is
 *     confined to
 * @param route the route's id; {@code null} if no route matched
 * @param method at most 32 characters
 * @param path the path without query, at most 1,024 characters
 * @param pathTemplate the route's path template that matched
 * @param status the answer's status
 * @param refusal the error code if the gateway refused or failed the request itself; {@code
 *     token_halted} where a kill switch did, {@code agent_not_visible} where the agent is not the
 *     caller's to see and {@code token_of_another_server} where the token is for other MCP servers,
 *     of which its caller is not told
 * @param bytesIn body bytes received
 * @param bytesOut body bytes sent
 * @param durationMicros from the request's head to the answer's end, in microseconds
 * @param upstreamMicros the part spent waiting for the upstream's answer head
 * @param clientIp the client's address, in its shortest written form
 * @param userAgent at most 256 characters
 * @param tool the MCP tool called, or refused; at most 128 characters
 * @param rotatedAt set if the token was refused because it had been rotated and its overlap was
 *     over: when its successor was made
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record UsageEvent(
    int schema,
    String instance,
    long sequence,
    Instant at,
    String requestId,
    CredentialKind credential,
    @Nullable UUID tokenId,
    @Nullable UUID organizationId,
    @Nullable TokenOwner owner,
    @Nullable UUID agentId,
    @Nullable String route,
    String method,
    String path,
    @Nullable String pathTemplate,
    int status,
    @Nullable String refusal,
    long bytesIn,
    long bytesOut,
    long durationMicros,
    @Nullable Long upstreamMicros,
    String clientIp,
    @Nullable String userAgent,
    @Nullable String tool,
    @Nullable Instant rotatedAt) {

  /** An event of anything but a retired token. */
  public UsageEvent(
      int schema,
      String instance,
      long sequence,
      Instant at,
      String requestId,
      CredentialKind credential,
      @Nullable UUID tokenId,
      @Nullable UUID organizationId,
      @Nullable TokenOwner owner,
      @Nullable UUID agentId,
      @Nullable String route,
      String method,
      String path,
      @Nullable String pathTemplate,
      int status,
      @Nullable String refusal,
      long bytesIn,
      long bytesOut,
      long durationMicros,
      @Nullable Long upstreamMicros,
      String clientIp,
      @Nullable String userAgent,
      @Nullable String tool) {
    this(
        schema,
        instance,
        sequence,
        at,
        requestId,
        credential,
        tokenId,
        organizationId,
        owner,
        agentId,
        route,
        method,
        path,
        pathTemplate,
        status,
        refusal,
        bytesIn,
        bytesOut,
        durationMicros,
        upstreamMicros,
        clientIp,
        userAgent,
        tool,
        null);
  }

  /** The form this code writes. */
  public static final int SCHEMA = 1;

  /** Identifies the event for good: {@code <instance>:<sequence>}. */
  @JsonIgnore
  public String id() {
    return instance + ":" + sequence;
  }

  /** The Kafka key: the token's id, or the client's address where no token was recognised. */
  @JsonIgnore
  public String key() {
    return tokenId != null ? tokenId.toString() : clientIp;
  }
}
