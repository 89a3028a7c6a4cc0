package io.doorward.test.architecture.bad.one;

import io.doorward.test.architecture.bad.two.Second;
import java.time.Instant;

/** Breaks rules on purpose: a cycle, the present moment, no NullMarked package. */
public final class First {
  private final Instant madeAt = Instant.now();

  public Second second() {
    return new Second(this);
  }

  public Instant madeAt() {
    return madeAt;
  }
}
