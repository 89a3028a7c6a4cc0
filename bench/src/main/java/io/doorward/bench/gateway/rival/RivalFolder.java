package io.doorward.bench.gateway.rival;

import io.doorward.stack.StackException;
import io.doorward.stack.process.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the others' configurations, pid files and logs are.
 *
 * @param root an absolute path
 */
public record RivalFolder(Path root) {
  /** The upstream of all; this port and the others are as written in the configurations. */
  public static final int UPSTREAM = 9100;

  static final int PROXY = 9101;
  static final int LUA = 9102;
  static final int SPRING = 9104;
  static final int REDIS = 9179;

  private static final String HOME = "@HOME@";
  private static final List<String> FILES =
      List.of(
          "upstream.conf",
          "nginx-proxy.conf",
          "nginx-lua-redis.conf",
          "gw.lua",
          "sw.lua",
          "fixed.lua");

  /**
   * Returns if none of the ports is taken.
   *
   * @throws StackException naming the first that is
   */
  public static void requireFree() {
    for (int port : List.of(UPSTREAM, PROXY, LUA, SPRING, REDIS)) {
      if (!Ports.isFree(port)) {
        throw new StackException(
            "Port " + port + " is in use by another program; the others' configurations need it.");
      }
    }
  }

  /**
   * Writes the configurations.
   *
   * @param keys that the others are to know
   */
  public static RivalFolder make(Path root, List<String> keys) throws IOException {
    RivalFolder folder = new RivalFolder(root.toAbsolutePath());
    Files.createDirectories(folder.run());
    Files.createDirectories(folder.root.resolve("logs"));
    Files.createDirectories(folder.root.resolve("conf"));
    for (String name : FILES) {
      Files.writeString(
          folder.conf(name), resource("conf/" + name).replace(HOME, folder.root.toString()));
    }
    Files.write(folder.keys(), keys);
    return folder;
  }

  Path conf(String name) {
    return root.resolve("conf").resolve(name);
  }

  Path run() {
    return root.resolve("run");
  }

  Path log(String name) {
    return root.resolve("logs").resolve(name + ".log");
  }

  Path keys() {
    return conf("tokens.txt");
  }

  static String resource(String name) throws IOException {
    try (InputStream in = RivalFolder.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
