package io.doorward.stack.cli;

import io.doorward.stack.StackException;
import io.doorward.stack.demo.DemoReport;
import io.doorward.stack.demo.DemoRun;
import io.doorward.stack.demo.DemoSteps;
import io.doorward.stack.demo.StepResult;
import io.doorward.stack.suite.DoorwardStack;
import io.doorward.stack.suite.StackAddresses;
import io.doorward.stack.suite.StateFolder;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/** Walks the main job on the running stack, or on one that it starts and ends itself. */
final class Demo {
  private Demo() {}

  static int run(Arguments arguments) {
    Console console = new Console(System.out);
    StateFolder state = new StateFolder(arguments.options().state());
    Optional<StackAddresses> running = StackAddresses.read(state);
    if (running.isEmpty() && state.launcher().isPresent()) {
      throw new StackException("The stack on " + state.root() + " is still starting or ending.");
    }
    return running.isPresent()
        ? walk(running.get(), arguments, console)
        : onItsOwnStack(arguments, console);
  }

  private static int onItsOwnStack(Arguments arguments, Console console) {
    console.line("Starting Doorward on " + arguments.options().state());
    DoorwardStack stack = DoorwardStack.prepare(arguments.options().withProgress(console));
    Runtime.getRuntime().addShutdownHook(new Thread(stack::end, "end-of-stack"));
    stack.start();
    console.line("");
    int code = walk(stack.addresses(), arguments, console);
    console.of("Ended the stack", stack::close);
    return code;
  }

  private static int walk(StackAddresses addresses, Arguments arguments, Console console) {
    DemoReport report =
        new DemoRun(new DemoSteps(addresses, Clock.systemUTC()), step -> console.line(line(step)))
            .run();
    arguments.json().ifPresent(report::write);
    console.line(report.allHeld() ? "Every step held." : "Not every step held.");
    return report.allHeld() ? 0 : 1;
  }

  private static String line(StepResult step) {
    return String.format(
        Locale.ROOT,
        "  %-4s %-24s %7d ms  %s",
        step.ok() ? "ok" : "FAIL",
        step.name(),
        step.ms(),
        step.detail());
  }
}
