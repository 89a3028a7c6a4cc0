package io.doorward.usage.stream;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Not alive once a reader's thread has ended; a restart mends that, and nothing else would. */
@Liveness
@Singleton
final class ReadersLiveness implements HealthCheck {
  private final TopicReaders readers;

  ReadersLiveness(TopicReaders readers) {
    this.readers = readers;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("topic readers").status(readers.allAlive()).build();
  }
}
