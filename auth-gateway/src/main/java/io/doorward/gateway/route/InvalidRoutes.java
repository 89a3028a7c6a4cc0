package io.doorward.gateway.route;

import java.util.List;

/** The route file cannot be used. The message lists every fault with its place. */
public final class InvalidRoutes extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidRoutes(String file, List<String> faults) {
    super(
        "the route file "
            + file
            + " has "
            + faults.size()
            + (faults.size() == 1 ? " fault:" : " faults:")
            + "\n  - "
            + String.join("\n  - ", faults));
  }
}
