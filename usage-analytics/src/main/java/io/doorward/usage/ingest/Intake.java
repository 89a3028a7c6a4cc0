package io.doorward.usage.ingest;

import io.doorward.contract.event.UsageEvent;
import java.time.temporal.ChronoUnit;

/**
 * An event as it is going to be counted.
 *
 * @param event with every text within its bound and a time that can be true
 * @param clamped whether the time had to be replaced
 */
record Intake(UsageEvent event, boolean clamped) {
  Intake {
    if (!event.at().equals(event.at().truncatedTo(ChronoUnit.MICROS))) {
      throw new IllegalArgumentException("PostgreSQL keeps microseconds, no less");
    }
  }
}
