package io.doorward.stack.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends the children of this JVM when the JVM itself is gone, however it went. A small shell waits
 * at the other end of a pipe; the pipe closes with the JVM, and the shell then signals every pid it
 * was told of and not told to forget, and after ten seconds kills what is left.
 */
final class OrphanGuard {
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      pids=
      while read -r word signal pid; do
        case $word in
          watch) pids="$pids $signal:$pid" ;;
          forget) kept=; for p in $pids; do [ "${p#*:}" = "$pid" ] || kept="$kept $p"; done; pids=$kept ;;
        esac
      done
      [ -n "$pids" ] || exit 0
      for p in $pids; do kill -"${p%%:*}" "${p#*:}" 2>/dev/null; done
      for i in 1 2 3 4 5 6 7 8 9 10; do
        alive=
        for p in $pids; do kill -0 "${p#*:}" 2>/dev/null && alive=yes; done
        [ -n "$alive" ] || exit 0
        sleep 1
      done
      for p in $pids; do kill -KILL "${p#*:}" 2>/dev/null; done
      """;

  private static final OrphanGuard OF_THIS_JVM = new OrphanGuard();

  private @Nullable OutputStream pipe;

  private OrphanGuard() {}

  /** One per JVM, because the life it is tied to is the JVM's. */
  static OrphanGuard ofThisJvm() {
    return OF_THIS_JVM;
  }

  synchronized void watch(long pid, String signal) {
    try {
      if (pipe == null) {
        pipe = start();
      }
      send(pipe, "watch " + signal + " " + pid);
    } catch (IOException e) {
      // No shell: the pid files of the next start are then the only way to find orphans.
      pipe = null;
    }
  }

  synchronized void forget(long pid) {
    if (pipe != null) {
      try {
        send(pipe, "forget - " + pid);
      } catch (IOException e) {
        pipe = null;
      }
    }
  }

  private static OutputStream start() throws IOException {
    List<String> command = new ArrayList<>(Session.prefix());
    command.addAll(List.of("/bin/sh", "-c", SCRIPT, "doorward-orphan-guard"));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .getOutputStream();
  }

  private static void send(OutputStream pipe, String line) throws IOException {
    pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    pipe.flush();
  }
}
