package io.doorward.token.protocol.respond;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.event.SecurityEvent;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.broker.DeadLetters;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.TimeoutException;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/** Deals with one record: acts on it, or keeps it as a dead letter. Blocks. */
final class SecurityEventHandler {
  private static final Logger LOG = Logger.getLogger(SecurityEventHandler.class);

  /** Longer than a transaction may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final EventReader reader;
  private final Responder responder;
  private final DeadLetters deadLetters;
  private final MeterRegistry metrics;

  SecurityEventHandler(
      EventReader reader, Responder responder, DeadLetters deadLetters, MeterRegistry metrics) {
    this.reader = reader;
    this.responder = responder;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
  }

  /**
   * Deals with a record for good.
   *
   * @throws RuntimeException if PostgreSQL or Kafka is gone: the record is to be tried again
   */
  void handle(ConsumerRecord<String, byte[]> record) {
    Header signature = record.headers().lastHeader(Headers.SIGNATURE);
    Reading reading = reader.read(record.value(), signature == null ? null : signature.value());
    if (reading instanceof Reading.Genuine genuine) {
      respond(record, genuine.event());
    } else {
      discard(record, ((Reading.Unusable) reading).reason());
    }
  }

  private void respond(ConsumerRecord<String, byte[]> record, SecurityEvent event) {
    try {
      count(responder.respond(event).await().atMost(PATIENCE).wireName());
    } catch (RuntimeException e) {
      if (passes(e)) {
        throw e;
      }
      // Such as a zero character, which PostgreSQL cannot store; it never will.
      LOG.errorf(e, "security event %s cannot be processed", event.id());
      discard(record, "the event cannot be processed");
    }
  }

  /** Whether the same event may succeed later. */
  private static boolean passes(RuntimeException e) {
    return e instanceof TimeoutException
        || (e instanceof ProblemException problem
            && problem.code() == ErrorCode.DEPENDENCY_UNAVAILABLE);
  }

  private void discard(ConsumerRecord<String, byte[]> record, String reason) {
    deadLetters.keep(record, reason);
    LOG.warnf(
        "security event %s/%d/%d is a dead letter: %s",
        record.topic(), record.partition(), record.offset(), reason);
    count("dead_letter");
  }

  private void count(String outcome) {
    metrics.counter("doorward.security.events", "outcome", outcome).increment();
  }
}
