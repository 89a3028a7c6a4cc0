package io.doorward.token.lifecycle.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.doorward.token.catalogue.KnownScopes;
import io.doorward.token.support.Tokens;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ValidationTest {
  private static final KnownScopes CATALOGUE =
      new KnownScopes(
          Set.of("read", "agents:read", "mcp:tools:call"), Set.of("mcp:tools:call"), Map.of());

  @Test
  void whatIsLeftOutHasItsDefault() {
    Wish wish = wish(asked("  a name ", List.of("read", "read"), null, null, null));
    assertThat(wish.name()).isEqualTo("a name");
    assertThat(wish.type()).isEqualTo(TokenType.PERSONAL);
    assertThat(wish.environment()).isEqualTo(TokenEnvironment.LIVE);
    assertThat(wish.scopes()).isEqualTo(ScopeSet.of("read"));
    assertThat(wish.limits()).isEqualTo(Limits.NONE);
    assertThat(wish.allowedIps()).isEmpty();
    assertThat(wish.expiresAt()).isNull();
  }

  @Test
  void wildcardsAreKnownOverWhatIsKnown() {
    for (String scope : List.of("*", "agents:*", "mcp:*", "mcp:tools:*")) {
      assertThat(wish(asked("a", List.of(scope), null, null, null)).scopes())
          .isEqualTo(ScopeSet.of(scope));
    }
    for (String scope : List.of("age:*", "agents:read:*", "read:*", "tools:*")) {
      assertThat(invalid(asked("a", List.of(scope), null, null, null)).code())
          .isEqualTo(ErrorCode.UNKNOWN_SCOPE);
    }
  }

  @Test
  @Tag("G9")
  void belowAnOpenScopeEveryNameIsKnownAndNothingDeeper() {
    for (String scope : List.of("mcp:tools:call:search", "mcp:tools:call:*")) {
      assertThat(wish(asked("a", List.of(scope), null, null, null)).scopes())
          .isEqualTo(ScopeSet.of(scope));
    }
    for (String scope : List.of("mcp:tools:call:a:b", "mcp:tools:search", "agents:read:search")) {
      assertThat(invalid(asked("a", List.of(scope), null, null, null)).code())
          .isEqualTo(ErrorCode.UNKNOWN_SCOPE);
    }
  }

  @Test
  void theLimitsOfThePlanMayBeUsedUpAndNotExceeded() {
    assertThat(wish(asked("a", List.of("read"), Tokens.PLAN, null, null)).limits())
        .isEqualTo(Tokens.PLAN);
    assertThat(locations(asked("a", List.of("read"), new Limits(51, 601, 10_001, 0), null, null)))
        .containsExactly(
            "/limits/perSecond", "/limits/perMinute", "/limits/perHour", "/limits/perDay");
  }

  @Test
  void aTokenExpiresInTheFuture() {
    assertThat(locations(asked("a", List.of("read"), null, null, Tokens.NOW)))
        .containsExactly("/expiresAt");
    Instant later = Tokens.NOW.plusMillis(1);
    assertThat(wish(asked("a", List.of("read"), null, null, later)).expiresAt()).isEqualTo(later);
  }

  @Test
  void tooManyOfAnythingIsRefused() {
    assertThat(locations(asked("a", Collections.nCopies(101, "read"), null, null, null)))
        .containsExactly("/scopes");
    assertThat(locations(asked("a", List.of("read"), null, Collections.nCopies(101, "::1"), null)))
        .containsExactly("/allowedIps");
  }

  @Test
  void anUnknownScopeAmongOtherFaultsIsOneOfThem() {
    Validation.Invalid invalid = invalid(asked("", List.of("nope"), null, null, null));
    assertThat(invalid.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
    assertThat(invalid.violations())
        .extracting(Violation::location)
        .containsExactly("/name", "/scopes/0");
  }

  @Test
  void nullsAreNamed() {
    assertThat(
            locations(
                asked("a", Arrays.asList("read", null), null, Arrays.asList("::1", null), null)))
        .containsExactly("/scopes/1", "/allowedIps/1");
  }

  private static CreateToken asked(
      String name, List<String> scopes, Limits limits, List<String> ips, Instant expiresAt) {
    return new CreateToken(name, null, null, scopes, expiresAt, limits, ips, null, null);
  }

  private static Wish wish(CreateToken asked) {
    Validation.Result result = check(asked);
    assertThat(result).isInstanceOf(Validation.Valid.class);
    return ((Validation.Valid) result).wish();
  }

  private static Validation.Invalid invalid(CreateToken asked) {
    return (Validation.Invalid) check(asked);
  }

  private static List<String> locations(CreateToken asked) {
    return invalid(asked).violations().stream().map(Violation::location).toList();
  }

  private static Validation.Result check(CreateToken asked) {
    return new Validation(CATALOGUE, Tokens.PLAN, Tokens.NOW).check(asked);
  }
}
