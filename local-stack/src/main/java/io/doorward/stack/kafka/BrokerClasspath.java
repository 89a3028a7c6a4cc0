package io.doorward.stack.kafka;

import java.io.File;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The class path of the child JVM. */
final class BrokerClasspath {
  private BrokerClasspath() {}

  /** This JVM's own, absolute, because the child runs in another directory. */
  static String value() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> new File(entry).getAbsolutePath())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
