package io.doorward.gateway.route;

import java.time.Duration;
import java.util.Optional;

/**
 * How it is noticed that an address of an upstream does not answer.
 *
 * @param failures so many in a row leave an address out: no connection, one that broke before the
 *     answer began, or no answer in time. An answer with any status is none
 * @param pause for so long
 */
record Health(int failures, Duration pause, Optional<Probe> probe) {
  static final Health DEFAULT = new Health(3, Duration.ofSeconds(10), Optional.empty());

  /**
   * A question put to each address whether there are requests or not.
   *
   * @param path asked with GET; a status below 400 is healthy
   */
  record Probe(String path, Duration interval, Duration timeout) {}
}
