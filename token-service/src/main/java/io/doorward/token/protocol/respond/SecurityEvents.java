package io.doorward.token.protocol.respond;

import io.doorward.token.broker.Broker;
import io.doorward.token.broker.DeadLetters;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.security.PublicKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Starts and ends the reading of security events with the service. */
@ApplicationScoped
class SecurityEvents {
  private static final Duration END = Duration.ofSeconds(5);

  private final SecurityEventsConfig config;
  private final RespondConfig respond;
  private final Broker broker;
  private final Responder responder;
  private final MeterRegistry metrics;
  private @Nullable Running running;

  @Inject
  SecurityEvents(
      SecurityEventsConfig config,
      RespondConfig respond,
      Broker broker,
      Responder responder,
      MeterRegistry metrics) {
    this.config = config;
    this.respond = respond;
    this.broker = broker;
    this.responder = responder;
    this.metrics = metrics;
  }

  private record Running(SecurityEventLoop loop, Thread thread, DeadLetters deadLetters) {}

  void start(@Observes StartupEvent event) {
    if (!config.enabled()) {
      return;
    }
    PublicKey key = TrustedKey.read(config.publicKey()).orElseThrow();
    DeadLetters deadLetters = new DeadLetters(broker, "token-service-dead-letters");
    SecurityEventHandler handler =
        new SecurityEventHandler(new EventReader(key), responder, deadLetters, metrics);
    SecurityEventLoop loop =
        new SecurityEventLoop(broker, handler, config.group(), respond.retry());
    Thread thread = new Thread(loop, "security-events");
    thread.setDaemon(true);
    thread.start();
    running = new Running(loop, thread, deadLetters);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    Running ending = running;
    if (ending != null) {
      ending.loop().stop();
      ending.thread().join(END.toMillis());
      ending.deadLetters().close();
    }
  }
}
