package io.doorward.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.snapshot.AgentSnapshot;
import io.doorward.gateway.support.Fixtures;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S7")
@Tag("RES-1")
class AgentsTest {
  private static final UUID ID = UUID.randomUUID();

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private Future<Optional<AgentSnapshot>> answer = agent(AgentSnapshot.Visibility.PUBLIC);
  private final Agents agents =
      new Agents(
          id -> {
            asked.incrementAndGet();
            return answer;
          },
          FreshnessLeaseTest.CONFIG,
          config(),
          now::get);

  private static AgentConfig config() {
    return new SmallRyeConfigBuilder()
        .withConverter(Duration.class, 100, new DurationConverter())
        .withMapping(AgentConfig.class)
        .build()
        .getConfigMapping(AgentConfig.class);
  }

  private static Future<Optional<AgentSnapshot>> agent(AgentSnapshot.Visibility visibility) {
    return Future.succeededFuture(
        Optional.of(new AgentSnapshot(1, ID, Fixtures.ORGANIZATION, "acme", visibility, "bob")));
  }

  private AgentAnswer find() {
    return agents.find(ID).result();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void anAnswerIsBelievedForAMomentAndThenAskedForAnew() {
    AgentAnswer first = find();
    pass(Duration.ofMillis(4_999));
    answer = agent(AgentSnapshot.Visibility.PRIVATE);
    assertThat(find()).isEqualTo(first).isInstanceOf(AgentAnswer.Known.class);
    assertThat(asked).hasValue(1);
    pass(Duration.ofMillis(1));
    assertThat(find()).isNotEqualTo(first).isInstanceOf(AgentAnswer.Known.class);
    assertThat(asked).hasValue(2);
  }

  @Test
  void thatThereIsNoneIsRememberedToo() {
    answer = Future.succeededFuture(Optional.empty());
    assertThat(find()).isInstanceOf(AgentAnswer.Unknown.class);
    assertThat(find()).isInstanceOf(AgentAnswer.Unknown.class);
    assertThat(asked).hasValue(1);
    answer = agent(AgentSnapshot.Visibility.PUBLIC);
    pass(Duration.ofSeconds(5));
    assertThat(find()).isInstanceOf(AgentAnswer.Known.class);
  }

  @Test
  void whileNobodyCanBeAskedWhatIsKnownServesForAMinuteAndNoLonger() {
    find();
    answer = Future.failedFuture("gone");
    pass(Duration.ofMillis(59_999));
    assertThat(find()).isInstanceOf(AgentAnswer.Known.class);
    pass(Duration.ofMillis(1));
    assertThat(find()).isInstanceOf(AgentAnswer.Unavailable.class);
    assertThat(agents.find(UUID.randomUUID()).result()).isInstanceOf(AgentAnswer.Unavailable.class);
  }
}
