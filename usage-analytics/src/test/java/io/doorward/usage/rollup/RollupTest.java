package io.doorward.usage.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.event.CredentialKind;
import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.snapshot.TokenOwner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

@Tag("U2")
class RollupTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  @Property(tries = 200)
  void theOrderOfEventsDoesNotMatter(@ForAll("events") List<UsageEvent> events, @ForAll long seed) {
    List<UsageEvent> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(seed));
    assertThat(Rollup.of(shuffled)).isEqualTo(Rollup.of(events));
  }

  @Property(tries = 200)
  void anySplitIntoBatchesAddsUpToTheSame(
      @ForAll("events") List<UsageEvent> events, @ForAll int cut) {
    int at = events.isEmpty() ? 0 : Math.floorMod(cut, events.size() + 1);
    SortedMap<RollupKey, Figures> parts = new TreeMap<>(Rollup.of(events.subList(0, at)));
    Rollup.of(events.subList(at, events.size()))
        .forEach((key, figures) -> parts.merge(key, figures, Figures::plus));
    assertThat(parts).isEqualTo(Rollup.of(events));
  }

  @Property(tries = 200)
  void noRequestIsLostOrCountedTwice(@ForAll("events") List<UsageEvent> events) {
    Totals totals = new Totals();
    Rollup.of(events)
        .forEach(
            (key, f) ->
                totals.add(
                    key.status(),
                    key.refusal(),
                    f.requests(),
                    f.bytesIn(),
                    f.bytesOut(),
                    f.lastAt()));
    assertThat(totals.requests()).isEqualTo(events.size());
    assertThat(totals.succeeded() + totals.refused() + totals.failed()).isEqualTo(events.size());
    assertThat(totals.byStatus().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(events.size());
    assertThat(totals.bytesOut()).isEqualTo(events.stream().mapToLong(UsageEvent::bytesOut).sum());
    for (Map.Entry<String, Long> reason : totals.byReason().entrySet()) {
      assertThat(reason.getValue())
          .isEqualTo(events.stream().filter(e -> reason.getKey().equals(e.refusal())).count());
    }
  }

  @Provide
  Arbitrary<List<UsageEvent>> events() {
    Arbitrary<UUID> tokens = Arbitraries.of(new UUID(0, 1), new UUID(0, 2)).injectNull(0.2);
    Arbitrary<Integer> statuses = Arbitraries.of(200, 201, 403, 404, 429, 500, 502);
    Arbitrary<String> refusals =
        Arbitraries.of("insufficient_scope", "rate_limited", "upstream_unreachable")
            .injectNull(0.6);
    return Combinators.combine(
            tokens,
            statuses,
            refusals,
            Arbitraries.longs().between(0, 300),
            Arbitraries.longs().between(0, 10_000))
        .as(RollupTest::event)
        .list()
        .ofMaxSize(60);
  }

  private static UsageEvent event(
      UUID token, int status, String refusal, long seconds, long bytes) {
    return new UsageEvent(
        UsageEvent.SCHEMA,
        "g",
        seconds,
        START.plusSeconds(seconds),
        "r",
        token == null ? CredentialKind.NONE : CredentialKind.TOKEN,
        token,
        token,
        token == null ? null : new TokenOwner(TokenOwner.Kind.USER, "u"),
        null,
        status == 404 ? null : "route",
        "GET",
        "/",
        "/",
        status,
        refusal,
        bytes,
        bytes * 2,
        bytes,
        null,
        "::1",
        null,
        null);
  }
}
