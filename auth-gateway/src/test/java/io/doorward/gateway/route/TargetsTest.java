package io.doorward.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

@Tag("GWY-12")
class TargetsTest {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

  private Targets targets(Balance balance, Integer... weights) {
    List<Target.Address> addresses =
        IntStream.range(0, weights.length)
            .mapToObj(i -> new Target.Address("t" + i, 80, false, weights[i]))
            .toList();
    return new Targets(
        new Targets.Spec(addresses, "", balance, new Health(2, PAUSE, Optional.empty())), now::get);
  }

  private static String next(Targets targets) {
    Attempt attempt = targets.begin();
    attempt.answered();
    return attempt.host();
  }

  private static void fail(Targets targets, String host) {
    Attempt attempt = targets.begin();
    while (!attempt.host().equals(host)) {
      attempt.answered();
      attempt = targets.begin();
    }
    attempt.failed();
  }

  @Property
  void eachGetsItsShareOfWhatItWeighs(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 9) Integer> weights) {
    Targets targets = targets(Balance.ROUND_ROBIN, weights.toArray(Integer[]::new));
    int total = weights.stream().mapToInt(Integer::intValue).sum();
    Map<String, Long> counts =
        IntStream.range(0, total * 3)
            .mapToObj(i -> next(targets))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    for (int i = 0; i < weights.size(); i++) {
      assertThat(counts.get("t" + i)).isEqualTo(weights.get(i) * 3L);
    }
  }

  @Test
  void whoeverHasFewerRequestsWaitingForItsWeightIsNext() {
    Targets targets = targets(Balance.LEAST_PENDING, 1, 3);
    List<Attempt> waiting = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      waiting.add(targets.begin());
    }
    assertThat(waiting.stream().filter(one -> one.host().equals("t1"))).hasSize(6);
    waiting.stream().filter(one -> one.host().equals("t0")).forEach(Attempt::withdrawn);
    assertThat(targets.begin().host()).isEqualTo("t0");
  }

  @Test
  void whatFailsInARowIsLeftOutForAWhileAndThenTriedAgain() {
    Targets targets = targets(Balance.ROUND_ROBIN, 1, 1);
    fail(targets, "t0");
    assertThat(List.of(next(targets), next(targets))).contains("t0");
    fail(targets, "t0");
    fail(targets, "t0");
    assertThat(List.of(next(targets), next(targets), next(targets))).containsOnly("t1");
    now.addAndGet(PAUSE.toNanos());
    fail(targets, "t0");
    assertThat(List.of(next(targets), next(targets), next(targets))).containsOnly("t1");
    now.addAndGet(PAUSE.toNanos());
    assertThat(List.of(next(targets), next(targets))).contains("t0");
    fail(targets, "t0");
    assertThat(List.of(next(targets), next(targets))).contains("t0");
  }

  @Test
  void whereAllAreLeftOutOneIsTriedAllTheSame() {
    Targets targets = targets(Balance.LEAST_PENDING, 1, 1);
    for (int i = 0; i < 4; i++) {
      targets.begin().failed();
    }
    assertThat(targets.all()).noneMatch(targets::isUsable);
    assertThat(next(targets)).startsWith("t");
  }

  @Test
  void aTargetWhoseProbesFailIsLeftOutUntilOneSucceeds() {
    Targets targets = targets(Balance.ROUND_ROBIN, 1, 1);
    targets.all().get(1).probed(false);
    assertThat(List.of(next(targets), next(targets))).contains("t1");
    targets.all().get(1).probed(false);
    assertThat(List.of(next(targets), next(targets), next(targets))).containsOnly("t0");
    targets.all().get(1).probed(true);
    assertThat(List.of(next(targets), next(targets))).contains("t1");
  }

  @Property
  void aRequestGoesToNoTargetTwiceAndToThreeAtMost(
      @ForAll @IntRange(min = 1, max = 8) int size, @ForAll Balance balance) {
    Targets targets =
        targets(balance, IntStream.range(0, size).mapToObj(i -> 1).toArray(Integer[]::new));
    List<String> hosts = new ArrayList<>();
    Optional<Attempt> attempt = Optional.of(targets.begin());
    while (attempt.isPresent()) {
      hosts.add(attempt.get().host());
      attempt.get().failed();
      attempt = attempt.get().elsewhere();
    }
    assertThat(hosts).doesNotHaveDuplicates().hasSize(Math.min(size, 3));
  }

  @Property
  void howAnAttemptWentCountsOnce(@ForAll @Size(max = 6) List<@IntRange(max = 2) Integer> calls) {
    Targets targets = targets(Balance.LEAST_PENDING, 1, 1);
    Attempt attempt = targets.begin();
    for (int call : calls) {
      switch (call) {
        case 0 -> attempt.answered();
        case 1 -> attempt.failed();
        default -> attempt.withdrawn();
      }
    }
    assertThat(targets.all().stream().mapToInt(Target::pending).sum())
        .isEqualTo(calls.isEmpty() ? 1 : 0);
    assertThat(targets.all()).allMatch(targets::isUsable);
  }

  @Test
  void whatTheFileLeavesAsItIsKeepsWhatIsKnownOfIt() {
    Targets before = targets(Balance.LEAST_PENDING, 1, 1);
    Targets.Pool pool = new Targets.Pool(List.of(before), now::get);
    assertThat(pool.of(targets(Balance.LEAST_PENDING, 1, 1).spec())).isSameAs(before);
    Targets other = pool.of(targets(Balance.LEAST_PENDING, 1, 2).spec());
    assertThat(other).isNotSameAs(before);
    assertThat(pool.of(other.spec())).isSameAs(other);
  }
}
