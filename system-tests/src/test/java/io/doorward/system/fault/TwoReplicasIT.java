package io.doorward.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.event.TokenEvent;
import io.doorward.stack.identity.DemoPerson;
import io.doorward.stack.process.Ports;
import io.doorward.stack.suite.ServiceHandle;
import io.doorward.system.suite.Api;
import io.doorward.system.suite.Api.Answer;
import io.doorward.system.suite.Suite;
import io.doorward.system.suite.Suite.RunningSuite;
import io.doorward.system.suite.TokenEvents;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two replicas of token-service on one database: either serves, one relays. */
@ExtendWith(Suite.class)
@Tag("RES-9")
@Tag("G7")
class TwoReplicasIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The promise: so long after the leader's end the other relays at the latest. */
  private static final Duration TAKEOVER = Duration.ofSeconds(10);

  private final RunningSuite suite;
  private final String session;

  TwoReplicasIT(RunningSuite suite) {
    this.suite = suite;
    this.session = suite.stack().sessionOf(DemoPerson.ALICE);
  }

  /** Creates tokens one after the other through one replica. */
  private static final class Creator implements AutoCloseable {
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean going = true;

    Creator(Api replica) {
      thread = new Thread(() -> create(replica), "creator");
      thread.start();
    }

    private void create(Api replica) {
      while (going) {
        try {
          answers.add(
              replica.post("/api/v1/tokens", "{\"name\":\"one\",\"scopes\":[\"demo:read\"]}"));
        } catch (UncheckedIOException e) {
          broken.add(String.valueOf(e.getMessage()));
          going = false;
        }
      }
    }

    List<String> created() {
      return answers.stream().filter(a -> a.status() == 201).map(a -> a.text("id")).toList();
    }

    void allWereCreated() {
      assertThat(answers.stream().filter(a -> a.status() != 201).map(Answer::body)).isEmpty();
    }

    @Override
    public void close() {
      going = false;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Api client(ServiceHandle replica) {
    return Api.of(replica.baseUrl().toString()).with(session);
  }

  private static boolean leads(ServiceHandle replica) {
    return Api.of(replica.managementUrl().toString())
        .get("/q/metrics")
        .body()
        .lines()
        .anyMatch(line -> line.startsWith("doorward_relay_leading") && line.endsWith(" 1.0"));
  }

  @Test
  @Tag("KFK-4")
  void bothServeAndWhenTheLeaderIsKilledTheOtherRelaysOnInOrder() {
    ServiceHandle first = suite.stack().tokenService();
    ServiceHandle second = suite.stack().addTokenService(Ports.free(1).get(0));
    second.start();
    await().atMost(PATIENCE).until(() -> leads(first) ^ leads(second));
    ServiceHandle leader = leads(first) ? first : second;
    ServiceHandle other = leader == first ? second : first;
    try (TokenEvents events = new TokenEvents(suite.stack().kafka().bootstrapServers());
        Creator throughLeader = new Creator(client(leader));
        Creator throughOther = new Creator(client(other))) {
      assertThat(client(other).get("/api/v1/me").status()).isEqualTo(200);
      await()
          .atMost(PATIENCE)
          .until(
              () -> throughLeader.created().size() >= 100 && throughOther.created().size() >= 100);
      leader.kill();
      int before = throughOther.created().size();
      await().atMost(TAKEOVER).until(() -> leads(other));
      await().atMost(PATIENCE).until(() -> throughOther.created().size() >= before + 50);
      throughOther.close();
      throughLeader.close();

      throughLeader.allWereCreated();
      throughOther.allWereCreated();
      assertThat(throughOther.broken).isEmpty();
      List<String> created = new ArrayList<>(throughLeader.created());
      created.addAll(throughOther.created());
      await().atMost(PATIENCE).until(() -> ids(events.heard()).containsAll(created));
      inOrder(events.heard());
      acknowledgedThrough(other, created.get(0));
    } finally {
      first.start();
      second.stop();
    }
  }

  /** By a replica to which no request was sent through a gateway, and whichever relays. */
  private void acknowledgedThrough(ServiceHandle replica, String id) {
    Answer answer =
        client(replica).post("/api/v1/tokens/" + id + "/revoke?wait=ack&timeout=10000", "{}");
    assertThat(answer.json().at("/propagation/complete").asBoolean()).as(answer.body()).isTrue();
    assertThat(answer.json().at("/propagation/instances").asInt()).isEqualTo(2);
  }

  private static Set<String> ids(List<TokenEvent> events) {
    return events.stream()
        .flatMap(e -> e.snapshot() == null ? null : java.util.stream.Stream.of(e.snapshot()))
        .map(snapshot -> snapshot.tokenId().toString())
        .collect(Collectors.toSet());
  }

  /**
   * Epochs without a gap. What the killed leader had sent and not noted is sent again, as it was:
   * one step back at most, and from there on everything once more.
   */
  private static void inOrder(List<TokenEvent> heard) {
    List<TokenEvent> changes =
        heard.stream().filter(e -> e.type() != TokenEvent.Type.HEARTBEAT).toList();
    List<Long> epochs = changes.stream().map(TokenEvent::epoch).toList();
    long first = epochs.get(0);
    long last = epochs.get(epochs.size() - 1);
    assertThat(epochs.stream().distinct().sorted())
        .containsExactlyElementsOf(LongStream.rangeClosed(first, last).boxed().toList());
    int backwards = 0;
    for (int i = 1; i < epochs.size(); i++) {
      long step = epochs.get(i) - epochs.get(i - 1);
      assertThat(step).as("after epoch %d", epochs.get(i - 1)).isLessThanOrEqualTo(1);
      backwards += step < 1 ? 1 : 0;
    }
    assertThat(backwards).isLessThanOrEqualTo(1);
    Map<Long, Set<TokenEvent>> byEpoch =
        changes.stream().collect(Collectors.groupingBy(TokenEvent::epoch, Collectors.toSet()));
    assertThat(byEpoch.values()).allMatch(same -> same.size() == 1);
  }
}
