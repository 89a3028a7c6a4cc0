package io.doorward.stack.secret;

import io.doorward.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/** Files that only their owner can read, from the moment they exist. */
final class OwnerOnlyFile {
  private static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private OwnerOnlyFile() {}

  static void folder(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder.toAbsolutePath().getParent());
        Files.createDirectory(folder, FOLDER);
      }
    } catch (IOException e) {
      throw new StackException("Cannot create " + folder + ": " + e.getMessage() + ".", e);
    }
  }

  /** Writes what the supplier makes unless the file is there already; returns its content. */
  static String createOnce(Path file, Supplier<String> content) {
    if (!Files.exists(file)) {
      replace(file, content.get());
    }
    return read(file);
  }

  static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new StackException("Cannot read " + file + ": " + e.getMessage() + ".", e);
    }
  }

  /** Complete or not at all, so that a full disk leaves no half secret behind. */
  static void replace(Path file, String content) {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(draft);
      Files.createFile(draft, FILE);
      Files.writeString(draft, content + "\n", StandardOpenOption.WRITE);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StackException("Cannot write " + file + ": " + e.getMessage() + ".", e);
    }
  }
}
