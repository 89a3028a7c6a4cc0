package io.doorward.stack.postgres;

import io.doorward.stack.binary.BinaryCache;
import io.doorward.stack.binary.Platform;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The unpacked PostgreSQL distribution. */
final class PostgresBinaries {
  private static final int OWNER_EXECUTES = 0100;

  private final Path home;

  private PostgresBinaries(Path home) {
    this.home = home;
  }

  static PostgresBinaries unpacked() {
    Platform platform = Platform.current();
    String archive =
        "postgres-"
            + (platform.mac() ? "darwin" : "linux")
            + (platform.arm() ? "-arm_64" : "-x86_64")
            + ".txz";
    return new PostgresBinaries(
        BinaryCache.ofThisUser().unpacked(archive, PostgresBinaries::unpack));
  }

  String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  private static void unpack(Path folder, InputStream archive) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        Path target = folder.resolve(e.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("an entry leaves its folder: " + e.getName());
        }
        write(e, target, tar);
      }
    }
  }

  private static void write(TarArchiveEntry entry, Path target, InputStream content)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink() || entry.isLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, target);
    if ((entry.getMode() & OWNER_EXECUTES) != 0) {
      Set<PosixFilePermission> modes = EnumSet.copyOf(Files.getPosixFilePermissions(target));
      modes.add(PosixFilePermission.OWNER_EXECUTE);
      Files.setPosixFilePermissions(target, modes);
    }
  }
}
