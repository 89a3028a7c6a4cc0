package io.doorward.stack.demo;

import io.doorward.stack.StackException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Takes all steps in their order; one that needs what an earlier one did not get fails too. */
public final class DemoRun {
  private final DemoSteps steps;
  private final Consumer<StepResult> listener;
  private final List<StepResult> results = new ArrayList<>();

  public DemoRun(DemoSteps steps, Consumer<StepResult> listener) {
    this.steps = steps;
    this.listener = listener;
  }

  public DemoReport run() {
    step("sign in", steps::signIn);
    step("create a token", steps::createToken);
    step("call the upstream", steps::callUpstream);
    step("call without the scope", steps::callWithoutScope);
    step("call over the limit", steps::callOverLimit);
    step("read the usage", steps::readUsage);
    step("revoke", steps::revoke);
    step("misuse is suspended", steps::misuseIsSuspended);
    return new DemoReport(List.copyOf(results));
  }

  private void step(String name, Supplier<String> action) {
    long start = System.nanoTime();
    boolean ok = false;
    String detail;
    try {
      detail = action.get();
      ok = true;
    } catch (StepFailed | StackException e) {
      detail = String.valueOf(e.getMessage());
    }
    long ms = Duration.ofNanos(System.nanoTime() - start).toMillis();
    StepResult result = new StepResult(name, ok, ms, detail);
    results.add(result);
    listener.accept(result);
  }
}
