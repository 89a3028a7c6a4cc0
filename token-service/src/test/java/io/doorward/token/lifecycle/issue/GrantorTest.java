package io.doorward.token.lifecycle.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.doorward.token.store.Labels;
import io.doorward.token.store.StoredToken;
import io.doorward.token.support.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** No token ever gets more than its creator has, whatever is asked for. */
@Tag("SCP-1")
class GrantorTest {
  private static final List<String> SCOPES =
      List.of(
          "*",
          "read",
          "write",
          "demo:read",
          "demo:write",
          "demo:*",
          "tokens:read",
          "tokens:write",
          "tokens:admin",
          "agents:*",
          "org:read",
          "org:admin",
          "audit:read");
  private static final List<String> BLOCKS =
      List.of("0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32", "::/0", "2001:db8::/32");

  @Property
  void whatIsGrantedIsNeverMoreThanTheGrantorHas(
      @ForAll Role role, @ForAll("tokens") StoredToken token, @ForAll("wishes") Wish asked) {
    Grantor grantor = new Grantor(role, token);
    Wish wish = grantor.inherit(asked);
    if (!grantor.excess(wish).isEmpty()) {
      return;
    }
    assertThat(token.scopes().covers(wish.scopes())).isTrue();
    assertThat(wish.scopes().scopes()).allMatch(role::permits);
    Limits granted = wish.limits().orElse(Tokens.PLAN);
    assertThat(granted.perSecond()).isLessThanOrEqualTo(token.effectiveLimits().perSecond());
    assertThat(granted.perMinute()).isLessThanOrEqualTo(token.effectiveLimits().perMinute());
    assertThat(granted.perHour()).isLessThanOrEqualTo(token.effectiveLimits().perHour());
    assertThat(granted.perDay()).isLessThanOrEqualTo(token.effectiveLimits().perDay());
    for (Instant end : ends(token)) {
      assertThat(wish.expiresAt()).isNotNull().isBeforeOrEqualTo(end);
    }
    for (String address : List.of("10.1.2.3", "10.9.9.9", "192.0.2.1", "2001:db8::1", "::1")) {
      assertThat(allows(blocks(token), address) || !allows(wish.allowedIps(), address)).isTrue();
    }
  }

  @Property
  void whoeverAsksForWhatTheyHaveGetsIt(@ForAll("tokens") StoredToken token) {
    Wish same =
        new Wish(
            "same",
            TokenType.PERSONAL,
            token.environment(),
            token.scopes(),
            Limits.NONE,
            List.of(),
            null,
            Labels.NONE);
    Grantor grantor = new Grantor(Role.OWNER, token);
    assertThat(grantor.excess(grantor.inherit(same))).isEmpty();
  }

  @Property
  void aSessionGivesWhatItsRolePermitsAndNothingElse(
      @ForAll Role role, @ForAll("wishes") Wish wish) {
    Grantor grantor = new Grantor(role, null);
    assertThat(grantor.inherit(wish)).isEqualTo(wish);
    assertThat(grantor.excess(wish).isEmpty())
        .isEqualTo(wish.scopes().scopes().stream().allMatch(role::permits));
  }

  @Property
  void nothingIsWorkedOnThatOutlivesTheGrantor(
      @ForAll("tokens") StoredToken token, @ForAll("tokens") StoredToken other) {
    if (new Grantor(Role.OWNER, token).excess(other, other.terms()).isEmpty()) {
      for (Instant end : ends(token)) {
        assertThat(ends(other)).anyMatch(others -> !others.isAfter(end));
      }
    }
  }

  /** It has been replaced: what replaces it lives longer, and is handed out to it all the same. */
  @Property
  void theHolderOfAReplacedTokenMayHaveItsSuccessor(@ForAll("tokens") StoredToken token) {
    StoredToken successor =
        Tokens.with(
            Role.OWNER, token.scopes(), token.limits(), token.allowedIps(), token.expiresAt());
    assertThat(new Grantor(Role.OWNER, token).excessOfSuccessor(successor)).isEmpty();
  }

  @Provide
  Arbitrary<StoredToken> tokens() {
    return Combinators.combine(scopes(), limits(), blocks(), expiry(), expiry())
        .as(
            (scopes, limits, blocks, expiry, overlap) -> {
              StoredToken token = Tokens.with(Role.OWNER, scopes, limits, blocks, expiry);
              return overlap == null
                  ? token
                  : token.withSuccessor(new UUID(0, 9), Tokens.NOW, overlap);
            });
  }

  @Provide
  Arbitrary<Wish> wishes() {
    return Combinators.combine(
            Arbitraries.of(TokenEnvironment.class), scopes(), limits(), blocks(), expiry())
        .as(
            (environment, scopes, limits, blocks, expiry) ->
                new Wish(
                    "wish",
                    TokenType.PERSONAL,
                    environment,
                    scopes,
                    limits,
                    blocks.stream().map(b -> Cidr.parse(b).orElseThrow()).toList(),
                    expiry,
                    Labels.NONE));
  }

  private static Arbitrary<ScopeSet> scopes() {
    return Arbitraries.of(SCOPES)
        .map(Scope::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(ScopeSet::new);
  }

  private static Arbitrary<Limits> limits() {
    Arbitrary<Integer> limit = Arbitraries.integers().between(1, 50).injectNull(0.4);
    return Combinators.combine(limit, limit, limit, limit).as(Limits::new);
  }

  private static Arbitrary<List<String>> blocks() {
    return Arbitraries.of(BLOCKS).list().ofMaxSize(2);
  }

  private static List<Instant> ends(StoredToken token) {
    return Stream.of(token.expiresAt(), token.overlapUntil()).filter(Objects::nonNull).toList();
  }

  private static Arbitrary<Instant> expiry() {
    return Arbitraries.integers()
        .between(1, 5)
        .map(days -> Tokens.NOW.plus(Duration.ofDays(days)))
        .injectNull(0.4);
  }

  private static List<Cidr> blocks(StoredToken token) {
    return token.allowedIps().stream().map(ip -> Cidr.parse(ip).orElseThrow()).toList();
  }

  private static boolean allows(List<Cidr> blocks, String address) {
    Cidr single = Cidr.parse(address).orElseThrow();
    return blocks.isEmpty() || blocks.stream().anyMatch(block -> block.covers(single));
  }
}
