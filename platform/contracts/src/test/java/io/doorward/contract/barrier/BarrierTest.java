package io.doorward.contract.barrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** Which tokens a set of barriers refuses, over small worlds in which many things coincide. */
@Tag("S5")
@Tag("T13")
@Tag("REV-8")
class BarrierTest {
  private static final Instant DAWN = Instant.parse("2026-01-01T00:00:00Z");

  private static UUID organization(int number) {
    return new UUID(1, number);
  }

  private static TokenOwner owner(int number) {
    // The same id as a person and as a service account are two owners.
    return new TokenOwner(
        number % 2 == 0 ? TokenOwner.Kind.USER : TokenOwner.Kind.SERVICE_ACCOUNT, "o" + number / 2);
  }

  @Provide
  Arbitrary<TokenSnapshot> tokens() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 2),
            Arbitraries.of(TokenType.class),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 4))
        .as(
            (org, type, owner, made) ->
                new TokenSnapshot(
                    TokenSnapshot.SCHEMA,
                    new LookupKey("p1." + "0".repeat(64)),
                    1,
                    new UUID(2, 1),
                    organization(org),
                    "acme",
                    owner(owner),
                    Role.MEMBER,
                    null,
                    type,
                    TokenEnvironment.LIVE,
                    ScopeSet.of("demo:read"),
                    Limits.NONE,
                    List.of(),
                    DAWN.plusSeconds(made),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null));
  }

  @Provide
  Arbitrary<Barrier> barriers() {
    return Combinators.combine(
            Arbitraries.create(UUID::randomUUID),
            Arbitraries.of(Barrier.Kind.class),
            Arbitraries.integers().between(0, 2).map(BarrierTest::organization).injectNull(0.2),
            Arbitraries.of(TokenType.class).injectNull(0.5),
            Arbitraries.integers().between(0, 3).map(BarrierTest::owner).injectNull(0.5),
            Arbitraries.integers().between(0, 4).map(DAWN::plusSeconds).injectNull(0.3))
        .as(Barrier::new);
  }

  @Provide
  Arbitrary<List<Barrier>> sets() {
    return barriers().list().ofMaxSize(6);
  }

  private static BarrierIndex index(List<Barrier> barriers) {
    return BarrierIndex.of(new BarrierSet(BarrierSet.SCHEMA, 1, barriers));
  }

  @Property
  void aTokenIsRefusedExactlyIfABarrierConcernsIt(
      @ForAll("tokens") TokenSnapshot token, @ForAll("sets") List<Barrier> barriers) {
    Barrier found = index(barriers).before(token);
    List<Barrier> concern = barriers.stream().filter(b -> b.concerns(token)).toList();
    if (concern.isEmpty()) {
      assertThat(found).isNull();
    } else {
      assertThat(concern).contains(found);
      boolean killed = concern.stream().anyMatch(b -> b.kind() == Barrier.Kind.KILL_SWITCH);
      assertThat(found.kind() == Barrier.Kind.KILL_SWITCH).isEqualTo(killed);
    }
  }

  @Property
  void aBarrierConcernsWhatAgreesInAllItNames(
      @ForAll("tokens") TokenSnapshot token, @ForAll("barriers") Barrier barrier) {
    boolean agrees = true;
    if (barrier.organizationId() != null) {
      agrees &= barrier.organizationId().equals(token.organizationId());
    }
    if (barrier.type() != null) {
      agrees &= barrier.type() == token.type();
    }
    if (barrier.owner() != null) {
      agrees &=
          barrier.owner().id().equals(token.owner().id())
              && barrier.owner().kind() == token.owner().kind();
    }
    if (barrier.notBefore() != null) {
      agrees &= token.createdAt().compareTo(barrier.notBefore()) < 0;
    }
    assertThat(barrier.concerns(token)).isEqualTo(agrees);
  }

  @Property
  void takingABarrierAwayRestoresExactlyWhatItAloneRefused(
      @ForAll("tokens") TokenSnapshot token,
      @ForAll("sets") List<Barrier> standing,
      @ForAll("barriers") Barrier thrown) {
    List<Barrier> with = new ArrayList<>(standing);
    with.add(thrown);
    boolean before = index(standing).before(token) != null;
    boolean during = index(with).before(token) != null;
    with.removeIf(b -> b.id().equals(thrown.id()));
    boolean after = index(with).before(token) != null;
    assertThat(during).isEqualTo(before || thrown.concerns(token));
    assertThat(after).isEqualTo(before);
  }

  @Example
  void aKindOfALaterVersionIsAsStrictAsAKillSwitch() {
    assertThat(Barrier.Kind.of("something_new")).isEqualTo(Barrier.Kind.KILL_SWITCH);
  }
}
