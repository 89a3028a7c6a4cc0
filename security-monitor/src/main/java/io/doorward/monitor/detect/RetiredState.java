package io.doorward.monitor.detect;

import io.doorward.monitor.detect.Finding.Grade;

/**
 * What {@link RetiredUse} remembers of one token.
 *
 * @param notable the last window in which something notable was found
 * @param grave the last one in which something grave was
 */
record RetiredState(long notable, long grave) {
  static final RetiredState NEW = new RetiredState(Long.MIN_VALUE, Long.MIN_VALUE);

  long last(Grade grade) {
    return grade == Grade.GRAVE ? grave : notable;
  }

  RetiredState found(Grade grade, long window) {
    return grade == Grade.GRAVE
        ? new RetiredState(notable, window)
        : new RetiredState(window, grave);
  }
}
