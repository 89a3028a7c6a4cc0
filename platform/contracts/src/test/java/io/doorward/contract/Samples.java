package io.doorward.contract;

import io.doorward.contract.barrier.Barrier;
import io.doorward.contract.barrier.BarrierSet;
import io.doorward.contract.event.CredentialKind;
import io.doorward.contract.event.GatewayReport;
import io.doorward.contract.event.SecurityEvent;
import io.doorward.contract.event.TokenActivity;
import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.AgentSnapshot;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One full example of each record; the golden files hold them. */
public final class Samples {
  public static final Instant NOW = Instant.parse("2026-03-03T10:15:30.125Z");
  static final UUID TOKEN = UUID.fromString("0190a3b0-0000-7000-8000-000000000001");
  static final UUID ORGANIZATION = UUID.fromString("0190a3b0-0000-7000-8000-000000000002");
  static final UUID AGENT = UUID.fromString("0190a3b0-0000-7000-8000-000000000003");
  static final UUID EVENT = UUID.fromString("0190a3b0-0000-7000-8000-000000000004");
  static final TokenOwner OWNER = new TokenOwner(TokenOwner.Kind.USER, "alice");

  private Samples() {}

  /** A snapshot with the given instants and fixed values elsewhere. */
  public static TokenSnapshot snapshot(
      @Nullable Instant expiresAt,
      @Nullable Instant suspendedAt,
      @Nullable Instant suspendedUntil,
      @Nullable Instant revokedAt,
      @Nullable Instant rotatedAt,
      @Nullable Instant overlapUntil) {
    return new TokenSnapshot(
        TokenSnapshot.SCHEMA,
        new LookupKey("p1." + "0123456789abcdef".repeat(4)),
        7,
        TOKEN,
        ORGANIZATION,
        "acme",
        OWNER,
        Role.MEMBER,
        AGENT,
        TokenType.AGENT,
        TokenEnvironment.LIVE,
        ScopeSet.of("agents:*", "demo:read"),
        new Limits(50, 600, 10_000, null),
        List.of("10.0.0.0/8", "2001:db8::/32"),
        NOW.minusSeconds(60),
        expiresAt,
        suspendedAt,
        suspendedUntil,
        revokedAt,
        rotatedAt,
        overlapUntil,
        new Limits(500, 6_000, null, null));
  }

  public static TokenSnapshot snapshot() {
    return snapshot(NOW.plusSeconds(3600), NOW, NOW.plusSeconds(60), null, null, null);
  }

  public static AgentSnapshot agent() {
    return new AgentSnapshot(
        AgentSnapshot.SCHEMA,
        AGENT,
        ORGANIZATION,
        "acme",
        AgentSnapshot.Visibility.PRIVATE,
        "alice");
  }

  public static TokenEvent tokenEvent() {
    return new TokenEvent(
        TokenEvent.SCHEMA,
        EVENT,
        TokenEvent.Type.SUSPENDED,
        NOW,
        1_234,
        snapshot(),
        "refusal_burst");
  }

  public static TokenEvent heartbeat() {
    return TokenEvent.heartbeat(EVENT, NOW, 1_234, 1_772_532_930_125_000L);
  }

  /** A kill switch for one owner's tokens of a type, and a feature flag for all. */
  public static BarrierSet barriers() {
    return new BarrierSet(
        BarrierSet.SCHEMA,
        1_772_532_930_125_000L,
        List.of(
            new Barrier(
                UUID.fromString("0190a3b0-0000-7000-8000-000000000006"),
                Barrier.Kind.KILL_SWITCH,
                ORGANIZATION,
                TokenType.AGENT,
                OWNER,
                NOW),
            new Barrier(
                UUID.fromString("0190a3b0-0000-7000-8000-000000000007"),
                Barrier.Kind.FEATURE_FLAG,
                null,
                null,
                null,
                null)));
  }

  public static TokenEvent barrierEvent() {
    return TokenEvent.barriers(EVENT, NOW, 1_235, barriers(), "keys on a stolen laptop");
  }

  public static GatewayReport gatewayReport() {
    return new GatewayReport(
        GatewayReport.SCHEMA,
        "gateway-0",
        NOW.minusSeconds(60),
        17,
        NOW,
        1_234,
        /* lease= */ true,
        /* leaving= */ false,
        63_000);
  }

  public static UsageEvent usageEvent() {
    return new UsageEvent(
        UsageEvent.SCHEMA,
        "gateway-0-5f3a",
        42,
        NOW,
        "0190a3b0-0000-7000-8000-000000000005",
        CredentialKind.TOKEN,
        TOKEN,
        ORGANIZATION,
        OWNER,
        AGENT,
        "demo",
        "GET",
        "/demo/hello",
        "/demo/**",
        403,
        "insufficient_scope",
        0,
        512,
        840,
        null,
        "192.0.2.7",
        "curl/8.5.0",
        null);
  }

  public static UsageEvent retiredUsageEvent() {
    return new UsageEvent(
        UsageEvent.SCHEMA,
        "gateway-0-5f3a",
        43,
        NOW,
        "0190a3b0-0000-7000-8000-000000000006",
        CredentialKind.TOKEN,
        TOKEN,
        ORGANIZATION,
        OWNER,
        null,
        "demo",
        "GET",
        "/demo/hello",
        "/demo/**",
        401,
        "invalid_token",
        0,
        256,
        410,
        null,
        "192.0.2.7",
        null,
        null,
        NOW.minusSeconds(86_400));
  }

  public static TokenActivity tokenActivity() {
    return new TokenActivity(
        TokenActivity.SCHEMA,
        TOKEN,
        ORGANIZATION,
        new TokenActivity.Use(NOW, "192.0.2.7", "curl/8.5.0"),
        new TokenActivity.Use(NOW.minusSeconds(60), "2001:db8::1", null));
  }

  public static SecurityEvent securityEvent() {
    return new SecurityEvent(
        SecurityEvent.SCHEMA,
        EVENT,
        NOW,
        "refusal_burst",
        TOKEN,
        ORGANIZATION,
        92.5,
        SecurityEvent.Response.SUSPEND,
        "12 requests beyond the token's scopes within 3 s on 4 paths.",
        new TreeMap<>(java.util.Map.of("refusals", "12", "paths", "4")));
  }
}
