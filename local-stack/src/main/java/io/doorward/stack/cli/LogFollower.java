package io.doorward.stack.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Hands out the complete lines that a growing file has gained. */
final class LogFollower {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final Path file;
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
  private long position;

  private LogFollower(Path file, long position) {
    this.file = file;
    this.position = position;
  }

  static LogFollower fromEnd(Path file) {
    try {
      return new LogFollower(file, Files.exists(file) ? Files.size(file) : 0);
    } catch (IOException e) {
      return new LogFollower(file, 0);
    }
  }

  Path file() {
    return file;
  }

  /** Gives the new lines; begins anew when the file has been replaced by a shorter one. */
  void drain(Consumer<String> lines) {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      if (in.length() < position) {
        position = 0;
        unfinished.reset();
      }
      in.seek(position);
      byte[] chunk = new byte[CHUNK_BYTES];
      for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
        position += n;
        for (int i = 0; i < n; i++) {
          if (chunk[i] == '\n') {
            lines.accept(unfinished.toString(StandardCharsets.UTF_8));
            unfinished.reset();
          } else {
            unfinished.write(chunk[i]);
          }
        }
      }
    } catch (IOException e) {
      // Not there yet, or put aside at this moment: the next call finds it.
    }
  }
}
