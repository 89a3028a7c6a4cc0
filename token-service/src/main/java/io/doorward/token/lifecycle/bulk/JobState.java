package io.doorward.token.lifecycle.bulk;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * How far a job is.
 *
 * <pre>
 *   queued → running → done
 *      └────────┴────→ cancelled: somebody asked for it
 *                      failed: whoever began it may no longer do it
 * </pre>
 */
public enum JobState {
  QUEUED,
  RUNNING,
  DONE,
  CANCELLED,
  FAILED;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean finished() {
    return this != QUEUED && this != RUNNING;
  }
}
