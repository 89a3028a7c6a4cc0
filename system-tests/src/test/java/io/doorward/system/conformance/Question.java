package io.doorward.system.conformance;

import java.util.Map;

/** A request about which something has to be decided. */
record Question(String method, String path, Map<String, String> headers) {
  /** It may hold a whole token. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
