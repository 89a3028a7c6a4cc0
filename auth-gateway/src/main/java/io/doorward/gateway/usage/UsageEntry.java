package io.doorward.gateway.usage;

import io.doorward.contract.event.CredentialKind;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.snapshot.TokenSnapshot;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One answered request, before it is numbered. The members are those of {@link
 * io.doorward.contract.event.UsageEvent}. Filled by one request on its event loop.
 */
public final class UsageEntry {
  final Instant at;
  final String requestId;
  final String method;
  final String path;
  final String clientIp;
  final @Nullable String userAgent;
  CredentialKind credential = CredentialKind.NONE;
  @Nullable UUID tokenId;
  @Nullable UUID organizationId;
  @Nullable TokenOwner owner;
  @Nullable UUID agentId;
  @Nullable String route;
  @Nullable String pathTemplate;
  @Nullable String refusal;
  @Nullable String tool;
  @Nullable Long upstreamMicros;
  @Nullable Instant rotatedAt;
  int status;
  long bytesIn;
  long bytesOut;
  long durationMicros;

  /** Begins an entry with what is known at the request's head. */
  public UsageEntry(
      Instant at,
      String requestId,
      String method,
      String path,
      String clientIp,
      @Nullable String userAgent) {
    this.at = at;
    this.requestId = requestId;
    this.method = method;
    this.path = path;
    this.clientIp = clientIp;
    this.userAgent = userAgent;
  }

  /** The address it came from. */
  public String clientIp() {
    return clientIp;
  }

  /** The route that took it. */
  public void route(String id, String template) {
    route = id;
    pathTemplate = template;
  }

  /** A recognised token made it. */
  public void token(UUID id, UUID organization, TokenOwner holder, @Nullable UUID agent) {
    credential = CredentialKind.TOKEN;
    tokenId = id;
    organizationId = organization;
    owner = holder;
    agentId = agent;
  }

  /** The path names this agent. */
  public void agent(UUID id) {
    agentId = id;
  }

  /**
   * The token was refused as not valid; whoever reads the events is told if it is a retired one.
   */
  public void notValid(TokenSnapshot token) {
    rotatedAt = token.retiredAt(at) ? token.rotatedAt() : null;
  }

  /** A credential of this kind came with it, recognised or not. */
  public void credential(CredentialKind kind, @Nullable TokenOwner holder) {
    credential = kind;
    owner = holder;
  }

  /** It calls this tool of an MCP server, or would. */
  public void tool(String name) {
    tool = name;
  }

  /** The gateway itself refused it or failed. */
  public void refusal(String code) {
    refusal = code;
  }

  /** How long the upstream took to begin its answer. */
  public void upstreamMicros(long micros) {
    upstreamMicros = micros;
  }

  /** The answer is complete. */
  public void answered(int answeredStatus, long in, long out, long micros) {
    status = answeredStatus;
    bytesIn = in;
    bytesOut = out;
    durationMicros = micros;
  }
}
