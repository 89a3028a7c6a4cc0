package io.doorward.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.barrier.Barrier;
import io.doorward.contract.barrier.BarrierIndex;
import io.doorward.contract.barrier.BarrierSet;
import io.doorward.contract.decision.AccessRule;
import io.doorward.contract.decision.Requirement;
import io.doorward.contract.decision.Verdict;
import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.gateway.address.IpAddress;
import io.doorward.gateway.support.Fixtures;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("G2")
class AccessRuleTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Instant BEFORE = NOW.minusSeconds(1);
  private static final Instant AFTER = NOW.plusSeconds(1);
  private static final IpAddress CLIENT = IpAddress.parse("203.0.113.5").orElseThrow();
  private static final Requirement READ =
      new Requirement(EnumSet.of(TokenEnvironment.LIVE), List.of(new Scope("things:read")));

  private static final BarrierIndex NONE = barriers();

  private static BarrierIndex barriers(Barrier.Kind... kinds) {
    return BarrierIndex.of(
        new BarrierSet(
            BarrierSet.SCHEMA,
            1,
            Stream.of(kinds)
                .map(k -> new Barrier(UUID.randomUUID(), k, null, null, null, null))
                .toList()));
  }

  private static Arguments row(String verdict, UnaryOperator<Fixtures.Builder> token) {
    return Arguments.of(verdict, token);
  }

  static Stream<Arguments> table() {
    return Stream.of(
        row("Allowed", t -> t),
        row("Allowed", t -> t.expiresAt(AFTER)),
        row("NotUsable", t -> t.expiresAt(NOW)),
        row("NotUsable", t -> t.expiresAt(BEFORE)),
        row("NotUsable", t -> t.suspendedAt(BEFORE)),
        row("NotUsable", t -> t.revokedAt(BEFORE)),
        row("Allowed", t -> t.rotated(BEFORE, AFTER)),
        row("NotUsable", t -> t.rotated(BEFORE, NOW)),
        row("NotUsable", t -> t.rotated(BEFORE, null)),
        row("NotUsable", t -> t.environment(TokenEnvironment.TEST)),
        row("NotUsable", t -> t.revokedAt(BEFORE).scopes("other:read")),
        row("Allowed", t -> t.allowedIps("203.0.113.0/24")),
        row("AddressNotAllowed", t -> t.allowedIps("198.51.100.0/24", "2001:db8::/32")),
        row("AddressNotAllowed", t -> t.allowedIps("not a block")),
        row("Allowed", t -> t.scopes("things:*")),
        row("Allowed", t -> t.scopes("things:admin")),
        row("ScopeMissing", t -> t.scopes("other:read")),
        row("ScopeMissing", t -> t.scopes()),
        row("Allowed", t -> t.role(Role.VIEWER)));
  }

  @ParameterizedTest
  @MethodSource("table")
  void judgesATokenByItsStateNow(String verdict, UnaryOperator<Fixtures.Builder> token) {
    var snapshot = token.apply(Fixtures.token(Fixtures.someLookup())).build();
    assertThat(AccessRule.judge(snapshot, NONE, READ, CLIENT, NOW).getClass().getSimpleName())
        .isEqualTo(verdict);
  }

  private static String judged(BarrierIndex barriers, UnaryOperator<Fixtures.Builder> token) {
    var snapshot = token.apply(Fixtures.token(Fixtures.someLookup())).build();
    return AccessRule.judge(snapshot, barriers, READ, CLIENT, NOW).getClass().getSimpleName();
  }

  @Test
  @Tag("REV-8")
  void aKillSwitchStopsWhateverElseHolds() {
    for (BarrierIndex barriers :
        List.of(
            barriers(Barrier.Kind.KILL_SWITCH),
            barriers(Barrier.Kind.FEATURE_FLAG, Barrier.Kind.KILL_SWITCH))) {
      assertThat(judged(barriers, t -> t)).isEqualTo("Halted");
      assertThat(judged(barriers, t -> t.allowedIps("198.51.100.0/24"))).isEqualTo("Halted");
      assertThat(judged(barriers, t -> t.scopes())).isEqualTo("Halted");
      assertThat(judged(barriers, t -> t.revokedAt(BEFORE))).isEqualTo("NotUsable");
    }
  }

  @Test
  @Tag("T13")
  @Tag("CMP-2")
  void thatTokensAreTurnedOffIsToldOnlyToWhoCouldUseTheToken() {
    BarrierIndex off = barriers(Barrier.Kind.FEATURE_FLAG);
    assertThat(judged(off, t -> t)).isEqualTo("TurnedOff");
    assertThat(judged(off, t -> t.expiresAt(NOW))).isEqualTo("NotUsable");
    assertThat(judged(off, t -> t.allowedIps("198.51.100.0/24"))).isEqualTo("AddressNotAllowed");
  }

  @Test
  void theOwnersRoleIsACeilingWhateverTheScopesSay() {
    var snapshot = Fixtures.token(Fixtures.someLookup()).scopes("*").role(Role.VIEWER).build();
    Requirement write =
        new Requirement(EnumSet.allOf(TokenEnvironment.class), List.of(new Scope("things:write")));
    assertThat(AccessRule.judge(snapshot, NONE, write, CLIENT, NOW))
        .isEqualTo(new Verdict.ScopeMissing(write.scopes()));
  }

  @Test
  void aSessionGoesAsFarAsItsRoleAndNowhereWithoutOne() {
    Requirement audit =
        new Requirement(EnumSet.noneOf(TokenEnvironment.class), List.of(new Scope("audit:read")));
    Requirement nothing = new Requirement(EnumSet.noneOf(TokenEnvironment.class), List.of());
    assertThat(AccessRule.judge(Optional.of(Role.ADMIN), audit)).isEqualTo(new Verdict.Allowed());
    assertThat(AccessRule.judge(Optional.of(Role.MEMBER), audit))
        .isEqualTo(new Verdict.ScopeMissing(audit.scopes()));
    assertThat(AccessRule.judge(Optional.empty(), audit))
        .isEqualTo(new Verdict.ScopeMissing(audit.scopes()));
    assertThat(AccessRule.judge(Optional.empty(), nothing)).isEqualTo(new Verdict.Allowed());
  }

  @Test
  @Tag("BRR-6")
  void aChallengeHoldsNothingThatCouldLeaveItsQuotes() {
    assertThat(Challenge.insufficient(List.of(new Scope("a:read"), new Scope("b:*"))))
        .isEqualTo("Bearer realm=\"doorward\", error=\"insufficient_scope\", scope=\"a:read b:*\"");
    assertThat(Challenge.MISSING).isEqualTo("Bearer realm=\"doorward\"");
  }
}
