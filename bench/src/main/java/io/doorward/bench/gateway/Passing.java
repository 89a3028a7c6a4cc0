package io.doorward.bench.gateway;

import io.doorward.bench.gateway.load.Probe;
import io.doorward.bench.gateway.suite.BenchToken;
import io.doorward.stack.StackException;
import java.io.IOException;
import java.util.List;

/** That Doorward does for each token what it is measured for. */
final class Passing {
  private static final List<String> WINDOWS = List.of("second", "minute", "hour", "day");

  private Passing() {}

  /** Every token passes, and the answer tells of its burst and its three windows. */
  static void require(int port, List<BenchToken> tokens) {
    for (BenchToken token : tokens) {
      try (Probe probe = new Probe(port, token.credential())) {
        int status = probe.ask();
        String policy = probe.header("ratelimit-policy").orElse("");
        if (status != 200
            || probe.header("ratelimit").isEmpty()
            || !WINDOWS.stream().allMatch(policy::contains)) {
          throw new StackException(
              "A good token was answered with " + status + " and the limits \"" + policy + "\".");
        }
      } catch (IOException e) {
        throw new StackException("The gateway on port " + port + " does not answer.", e);
      }
    }
  }
}
