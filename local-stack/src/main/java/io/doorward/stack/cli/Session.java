package io.doorward.stack.cli;

import io.doorward.stack.StackException;
import io.doorward.stack.identity.CodeFlow;
import io.doorward.stack.identity.DemoPerson;
import io.doorward.stack.suite.StackAddresses;
import io.doorward.stack.suite.StateFolder;
import java.net.URI;
import java.util.Arrays;

/** Prints a session of a demo person and nothing else, for use in a shell. */
final class Session {
  private Session() {}

  static int run(Arguments arguments) {
    String subject = arguments.name().orElse(DemoPerson.ALICE.subject());
    DemoPerson person =
        DemoPerson.named(subject)
            .orElseThrow(
                () ->
                    new UsageException(
                        "There is no demo person \"" + subject + "\"; there are " + names() + "."));
    StateFolder state = new StateFolder(arguments.options().state());
    StackAddresses addresses =
        StackAddresses.read(state)
            .orElseThrow(
                () ->
                    new StackException(
                        "No stack is ready on " + state.root() + "; ./dev up starts one."));
    System.out.println(new CodeFlow(URI.create(addresses.openIdIssuer())).signIn(person));
    return 0;
  }

  private static String names() {
    return String.join(", ", Arrays.stream(DemoPerson.values()).map(DemoPerson::subject).toList());
  }
}
