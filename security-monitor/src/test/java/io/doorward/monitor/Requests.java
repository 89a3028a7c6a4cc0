package io.doorward.monitor;

import io.doorward.contract.event.CredentialKind;
import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.snapshot.TokenOwner;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Requests with one token through one gateway, as the gateway reports them. */
public final class Requests {
  private final String instance = "gateway-" + UUID.randomUUID();
  private final UUID organization;
  private final UUID token;
  private long sequence;

  public Requests(UUID organization, UUID token) {
    this.organization = organization;
    this.token = token;
  }

  public Requests() {
    this(UUID.randomUUID(), UUID.randomUUID());
  }

  public UUID token() {
    return token;
  }

  public UUID organization() {
    return organization;
  }

  public UsageEvent allowed(Instant at) {
    return event(at, 200, null, "/demo/hello");
  }

  public UsageEvent denied(Instant at, String path) {
    return event(at, 403, "insufficient_scope", path);
  }

  public UsageEvent refused(Instant at, int status, @Nullable String code, String path) {
    return event(at, status, code, path);
  }

  /** A request with a token that has been rotated and whose overlap is over. */
  public UsageEvent retired(Instant at, Instant rotated, String template) {
    UsageEvent e = event(at, 401, "invalid_token", template);
    String path = template.replace("{id}", token.toString());
    return new UsageEvent(
        e.schema(),
        e.instance(),
        e.sequence(),
        at,
        e.requestId(),
        e.credential(),
        e.tokenId(),
        e.organizationId(),
        e.owner(),
        null,
        e.route(),
        "POST",
        path,
        e.pathTemplate(),
        401,
        "invalid_token",
        0,
        100,
        1,
        null,
        e.clientIp(),
        null,
        null,
        rotated);
  }

  /** The same request by somebody who has no token, or a wrong one. */
  public UsageEvent withoutToken(Instant at, int status, String code) {
    UsageEvent e = event(at, status, code, "/demo/hello");
    return new UsageEvent(
        e.schema(),
        e.instance(),
        e.sequence(),
        at,
        e.requestId(),
        CredentialKind.NONE,
        null,
        null,
        null,
        null,
        e.route(),
        e.method(),
        e.path(),
        e.pathTemplate(),
        status,
        code,
        0,
        0,
        1,
        null,
        e.clientIp(),
        null,
        null);
  }

  private UsageEvent event(Instant at, int status, @Nullable String refusal, String path) {
    return new UsageEvent(
        UsageEvent.SCHEMA,
        instance,
        sequence++,
        at,
        "request-" + sequence,
        CredentialKind.TOKEN,
        token,
        organization,
        new TokenOwner(TokenOwner.Kind.USER, "carol"),
        null,
        "demo",
        "GET",
        path,
        path,
        status,
        refusal,
        0,
        100,
        1_000,
        null,
        "203.0.113.7",
        "curl/8",
        null);
  }
}
