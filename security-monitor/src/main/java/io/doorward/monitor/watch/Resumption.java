package io.doorward.monitor.watch;

import jakarta.inject.Singleton;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jboss.logging.Logger;

/** A stream thread that dies, for a broker lost too long for instance, is replaced. */
@Singleton
final class Resumption implements StreamsUncaughtExceptionHandler {
  private static final Logger LOG = Logger.getLogger(Resumption.class);

  @Override
  public StreamThreadExceptionResponse handle(Throwable e) {
    LOG.errorf(e, "the stream's thread ended; another goes on where the last commit was");
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }
}
