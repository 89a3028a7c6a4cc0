package io.doorward.stack.process;

import io.doorward.stack.StackException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The log of one child. Grown too large, it is put aside once (".1") when the child starts. */
public record LogFile(Path path) {
  private static final long LIMIT_BYTES = 8L * 1024 * 1024;
  private static final int TAIL_BYTES = 16 * 1024;

  /** Makes the folder and puts an over-long log aside. */
  public LogFile prepare() {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      if (Files.exists(path) && Files.size(path) > LIMIT_BYTES) {
        Path aside = path.resolveSibling(path.getFileName() + ".1");
        Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
      }
      return this;
    } catch (IOException e) {
      throw new StackException("Cannot write the log " + path + ": " + e.getMessage() + ".", e);
    }
  }

  /** The last lines, at most that many and at most 16 KiB of them; none if there is no log. */
  public List<String> tail(int lines) {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long from = Math.max(0, file.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The last line that says something, for an error message. */
  public String lastWords() {
    return tail(20).stream()
        .filter(line -> !line.isBlank())
        .reduce((first, second) -> second)
        .orElse("it said nothing");
  }
}
