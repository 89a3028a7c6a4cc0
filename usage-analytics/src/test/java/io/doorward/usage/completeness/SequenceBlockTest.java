package io.doorward.usage.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.event.UsageEvent;
import io.doorward.usage.Events;
import io.doorward.usage.store.RequestLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

@Tag("U1")
@Tag("KFK-6")
class SequenceBlockTest {
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

  @Property(tries = 100)
  void whatIsLostIsCounted(
      @ForAll @IntRange(min = 1, max = 5_000) int sent,
      @ForAll @Size(max = 50) Set<@IntRange(max = 4_999) Integer> lost) {
    List<RequestLog.Row> rows = rows(sent, lost);
    if (rows.isEmpty()) {
      return;
    }
    var blocks = SequenceBlock.of(rows);
    var first = blocks.firstKey();
    var last = blocks.lastKey();
    long received = blocks.values().stream().mapToLong(SequenceBlock::received).sum();
    long highest = blocks.get(last).highest();
    SequenceRun run = new SequenceRun(first.block(), last.block(), received, highest, true);
    long begun = first.block() * SequenceBlock.SIZE;
    long expected = lost.stream().filter(n -> n >= begun && n < highest).count();
    assertThat(run.missing()).isEqualTo(expected);
  }

  @Property(tries = 20)
  void aBlockThatTheInstanceHasLeftShouldBeFull(@ForAll @IntRange(min = 1, max = 1_024) int got) {
    SequenceRun run = new SequenceRun(0, 0, got, got - 1, false);
    assertThat(run.missing()).isEqualTo(1_024 - got);
  }

  private static List<RequestLog.Row> rows(int sent, Set<Integer> lost) {
    Events gateway = new Events(new UUID(0, 1), new UUID(0, 2), "u");
    List<RequestLog.Row> rows = new ArrayList<>();
    for (int i = 0; i < sent; i++) {
      UsageEvent event = gateway.answered(AT.plusMillis(i), 200);
      if (!lost.contains(i)) {
        rows.add(new RequestLog.Row(1, event));
      }
    }
    return rows;
  }
}
