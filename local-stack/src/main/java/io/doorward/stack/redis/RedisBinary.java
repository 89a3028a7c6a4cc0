package io.doorward.stack.redis;

import io.doorward.stack.binary.BinaryCache;
import io.doorward.stack.binary.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The unpacked Redis server, a static executable. */
final class RedisBinary {
  private static final String VERSION = "7.0.15";

  private RedisBinary() {}

  static Path unpacked() {
    Platform platform = Platform.current();
    String resource =
        "redis-server-"
            + VERSION
            + (platform.mac() ? "-darwin" : "-linux")
            + (platform.arm() ? "-arm64" : "-amd64");
    return BinaryCache.ofThisUser()
        .unpacked(
            resource,
            (folder, content) -> {
              Path program = folder.resolve("redis-server");
              Files.copy(content, program);
              Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            })
        .resolve("redis-server");
  }
}
