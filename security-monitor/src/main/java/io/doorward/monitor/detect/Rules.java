package io.doorward.monitor.detect;

import io.doorward.monitor.signal.UsageSignal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All rules over one token. Repetitions and what is far too late are kept from them. */
public final class Rules {
  private final DetectConfig config;
  private final RateSpike rateSpike;
  private final RefusalBurst refusalBurst;
  private final RetiredUse retiredUse;

  public Rules(DetectConfig config) {
    this.config = config;
    rateSpike = new RateSpike(config.rateSpike());
    refusalBurst = new RefusalBurst(config.refusalBurst());
    retiredUse = new RetiredUse(config.retiredUse());
  }

  /** What became of a signal. */
  public sealed interface Outcome {
    /** Seen before; the state is as it was. */
    record Repetition() implements Outcome {}

    /** Judged, or noted and found too late to be judged. */
    record Judged(TokenState state, List<Finding> findings) implements Outcome {
      public Judged {
        findings = List.copyOf(findings);
      }
    }
  }

  /** Takes one signal of a token in. The state that is given must not be used again. */
  public Outcome judge(TokenState before, UsageSignal signal) {
    if (!before.seen().add(signal.source(), signal.sequence())) {
      return new Outcome.Repetition();
    }
    if (before.newest().isAfter(signal.at().plus(config.lateness()))) {
      return new Outcome.Judged(before, List.of());
    }
    List<Finding> findings = new ArrayList<>(0);
    Verdict<RateState> rate = rateSpike.judge(before.rate(), signal);
    Verdict<RefusalState> refusals = refusalBurst.judge(before.refusals(), signal);
    Verdict<RetiredState> retired = retiredUse.judge(before.retired(), signal);
    add(findings, rate.finding());
    add(findings, refusals.finding());
    add(findings, retired.finding());
    TokenState after =
        new TokenState(
            before.seen(),
            before.newest().isAfter(signal.at()) ? before.newest() : signal.at(),
            rate.state(),
            refusals.state(),
            retired.state());
    return new Outcome.Judged(after, findings);
  }

  private static void add(List<Finding> findings, @Nullable Finding finding) {
    if (finding != null) {
      findings.add(finding);
    }
  }
}
