package io.doorward.kit.startup;

import java.util.List;

/** Looks at one part of the configuration. Implemented as a bean by the feature that owns it. */
public interface StartupCheck {
  /**
   * What stands in the way of serving.
   *
   * @return one sentence a fault, naming the key and what to do; empty if all is well. Holds no
   *     secret.
   */
  List<String> faults();
}
