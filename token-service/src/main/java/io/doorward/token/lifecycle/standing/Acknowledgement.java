package io.doorward.token.lifecycle.standing;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.propagation.Changes;
import io.doorward.token.propagation.Propagated;
import io.doorward.token.propagation.Propagation;
import io.doorward.token.propagation.PropagationConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code wait} and {@code timeout} ask for: an answer when all gateways have the change. */
@ApplicationScoped
public class Acknowledgement {
  /** For OpenAPI documents. */
  public static final String WAIT = "ack: answer when every gateway has applied the change";

  /** For OpenAPI documents. */
  public static final String TIMEOUT =
      "With wait=ack: the longest wait in milliseconds, 2000 if absent, at most 10000";

  /** For OpenAPI documents. */
  public static final String DESCRIPTION =
      "With wait=ack the answer has the member propagation. A wait that ends before every gateway"
          + " has answered is no failure of the change, which stands: complete is false then, and"
          + " waitingFor names the gateways.";

  private static final String ACK = "ack";

  private final Propagation propagation;
  private final PropagationConfig config;

  @Inject
  Acknowledgement(Propagation propagation, PropagationConfig config) {
    this.propagation = propagation;
    this.config = config;
  }

  /**
   * Reads the two parameters; empty if nothing is to be waited for.
   *
   * @throws ProblemException {@code validation_failed}
   */
  public Optional<Duration> asked(@Nullable String wait, @Nullable String timeout) {
    if (wait == null) {
      if (timeout != null) {
        throw invalid("timeout", "has nothing to bound", "Send wait=ack with it, or leave it out.");
      }
      return Optional.empty();
    }
    if (!wait.equals(ACK)) {
      throw invalid("wait", "is nothing that can be waited for", "Use ack, or leave it out.");
    }
    return Optional.of(timeout == null ? config.timeout() : read(timeout));
  }

  private Duration read(String timeout) {
    long longest = config.longest().toMillis();
    try {
      long millis = Long.parseLong(timeout);
      if (millis >= 1 && millis <= longest) {
        return Duration.ofMillis(millis);
      }
    } catch (NumberFormatException e) {
      // answered below like every other unusable time
    }
    throw invalid(
        "timeout", "is no time to wait", "Use milliseconds from 1 to " + longest + ", or none.");
  }

  /** Call after the commit. Empty if nothing was to be waited for; never fails. */
  public Uni<Optional<Propagated>> of(Changes changes, Optional<Duration> patience) {
    return patience
        .map(atMost -> propagation.awaitApplied(changes, atMost).map(Optional::of))
        .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
  }

  private static ProblemException invalid(String name, String message, String fix) {
    return ProblemException.invalid(
        ErrorCode.VALIDATION_FAILED, List.of(new Violation("query/" + name, message, fix)));
  }
}
