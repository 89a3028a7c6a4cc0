package io.doorward.gateway.snapshot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.contract.snapshot.AgentSnapshot;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Knows agents: in process for a moment, then token-service. */
@Singleton
public class Agents {
  private static final AgentAnswer UNKNOWN = new AgentAnswer.Unknown();
  private static final AgentAnswer UNAVAILABLE = new AgentAnswer.Unavailable();

  private final Source atService;
  private final Ticker ticker;
  private final long knownNanos;
  private final long toleratedNanos;
  private final Cache<UUID, Heard> heard;
  private final SingleFlight<UUID, AgentAnswer> flights = new SingleFlight<>();

  private record Heard(AgentAnswer answer, long askedAt) {}

  /** Where an agent can be asked for: empty if there is none, failed if it cannot be asked. */
  interface Source {
    Future<Optional<AgentSnapshot>> find(UUID id);
  }

  @Inject
  Agents(
      Vertx vertx,
      ServiceAddressConfig address,
      SnapshotConfig snapshots,
      AgentConfig config,
      ServiceCredential credential,
      Ticker ticker) {
    this(
        service(
            new ServiceClient(vertx, address, snapshots, config.concurrency(), credential, ticker)),
        snapshots,
        config,
        ticker);
  }

  /** With another source. */
  Agents(Source atService, SnapshotConfig snapshots, AgentConfig config, Ticker ticker) {
    this.atService = atService;
    this.ticker = ticker;
    this.knownNanos = config.knownFor().toNanos();
    this.toleratedNanos = snapshots.maxStaleness().toNanos();
    this.heard = Caffeine.newBuilder().maximumSize(config.remembered()).build();
  }

  private static Source service(ServiceClient service) {
    return id -> service.find("agents/" + id, AgentSnapshot.class);
  }

  /** What is known of this agent. Completes at once if it was asked for lately; never fails. */
  public Future<AgentAnswer> find(UUID id) {
    Heard last = heard.getIfPresent(id);
    if (last != null && ticker.read() - last.askedAt() < knownNanos) {
      return Future.succeededFuture(last.answer());
    }
    return flights.join(id, () -> ask(id));
  }

  private Future<AgentAnswer> ask(UUID id) {
    long askedAt = ticker.read();
    return atService
        .find(id)
        .map(found -> learn(id, found, askedAt))
        .otherwise(nobody -> fromMemory(id));
  }

  private AgentAnswer learn(UUID id, Optional<AgentSnapshot> found, long askedAt) {
    AgentAnswer answer = found.<AgentAnswer>map(AgentAnswer.Known::new).orElse(UNKNOWN);
    heard.put(id, new Heard(answer, askedAt));
    return answer;
  }

  private AgentAnswer fromMemory(UUID id) {
    Heard last = heard.getIfPresent(id);
    return last != null && ticker.read() - last.askedAt() < toleratedNanos
        ? last.answer()
        : UNAVAILABLE;
  }
}
