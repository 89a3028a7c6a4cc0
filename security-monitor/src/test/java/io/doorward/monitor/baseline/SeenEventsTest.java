package io.doorward.monitor.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

@Tag("KFK-2")
class SeenEventsTest {
  @Property(tries = 200)
  void nothingIsNewTwice(
      @ForAll @Size(max = 500) List<@LongRange(min = 0, max = 400) Long> numbers) {
    SeenEvents seen = SeenEvents.none();
    Set<Long> fresh = new HashSet<>();
    for (long number : numbers) {
      if (seen.add(1, number)) {
        assertThat(fresh.add(number)).isTrue();
      }
    }
  }

  @Property(tries = 200)
  void slightDisorderLosesNothing(
      @ForAll @IntRange(min = 1, max = 500) int count, @ForAll long seed) {
    SeenEvents seen = SeenEvents.none();
    for (long number : disordered(count, 30, seed)) {
      assertThat(seen.add(1, number)).isTrue();
    }
  }

  @Property(tries = 100)
  void aReplayFromTheBeginningIsRecognised(
      @ForAll @IntRange(min = 1, max = 500) int count, @ForAll long seed) {
    SeenEvents seen = SeenEvents.none();
    List<Long> numbers = disordered(count, 30, seed);
    numbers.forEach(number -> seen.add(1, number));
    for (long number : numbers) {
      assertThat(seen.add(1, number)).isFalse();
    }
  }

  @Property(tries = 100)
  void sourcesAreKeptApartAndBounded(@ForAll @IntRange(min = 1, max = 40) int sources) {
    SeenEvents seen = SeenEvents.none();
    for (long source = 0; source < sources; source++) {
      assertThat(seen.add(source, 7)).isTrue();
      assertThat(seen.add(source, 7)).isFalse();
    }
    assertThat(seen.sources()).hasSize(Math.min(sources, SeenEvents.SOURCES));
  }

  /** 0, 1, 2, … with the numbers in each stretch of {@code by} in any order. */
  private static List<Long> disordered(int count, int by, long seed) {
    Random random = new Random(seed);
    List<Long> numbers = new ArrayList<>();
    for (long n = 0; n < count; n++) {
      numbers.add(n);
    }
    for (int from = 0; from < count; from += by) {
      Collections.shuffle(numbers.subList(from, Math.min(count, from + by)), random);
    }
    return numbers;
  }
}
