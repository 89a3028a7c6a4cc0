package io.doorward.stack.process;

import io.doorward.stack.StackException;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process that outlives this one: nothing here ends it or remembers it. */
public final class DetachedProcess {
  private DetachedProcess() {}

  /** Starts it in a session of its own, with its output appended to the log. */
  public static Process start(List<String> command, Map<String, String> environment, LogFile log) {
    List<String> inSession = new ArrayList<>(Session.prefix());
    inSession.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(inSession)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()));
    builder.environment().put("CLASSPATH", JavaProcess.ownClasspath());
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new StackException("Cannot start a launcher: " + e.getMessage() + ".", e);
    }
  }
}
