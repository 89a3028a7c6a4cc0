package io.doorward.stack.cli;

import io.doorward.stack.StackException;
import java.util.Arrays;
import java.util.List;

/** Entry of the launcher. Exit codes: 0 all well, 1 it could not be done, 2 wrongly asked. */
public final class Main {
  private static final int FAILED = 1;
  private static final int WRONGLY_ASKED = 2;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(Arrays.asList(arguments)));
  }

  private static int run(List<String> words) {
    try {
      Arguments arguments = Arguments.parse(words);
      return switch (arguments.command()) {
        case UP -> arguments.detach() ? DetachedUp.run(arguments) : Up.run(arguments);
        case DOWN -> Down.run(arguments);
        case STATUS -> Status.run(arguments);
        case LOGS -> Logs.run(arguments);
        case SESSION -> Session.run(arguments);
        case SECRETS -> Secrets.run(arguments);
        case DEMO -> Demo.run(arguments);
      };
    } catch (UsageException e) {
      System.err.println(e.getMessage());
      return WRONGLY_ASKED;
    } catch (StackException e) {
      System.err.println(e.getMessage());
      return FAILED;
    }
  }
}
