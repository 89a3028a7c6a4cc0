package io.doorward.bench.gateway.machine;

import io.doorward.stack.StackException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The programs of others that are needed; installed where this may be done. */
public final class DebianPackages {
  private static final List<String> NEEDED = List.of("nginx", "wrk", "taskset");

  /** Debian's package of each of {@link #NEEDED}. */
  private static final List<String> NEEDED_PACKAGES = List.of("nginx", "wrk", "util-linux");

  /** What shows that each of {@link #LUA_PACKAGES} is there. */
  private static final List<String> LUA =
      List.of(
          "/usr/lib/nginx/modules/ngx_http_lua_module.so",
          "/usr/share/lua/5.1/nginx/redis.lua",
          "/usr/share/lua/5.1/resty/lrucache.lua");

  private static final List<String> LUA_PACKAGES =
      List.of("libnginx-mod-http-lua", "lua-nginx-redis", "lua-resty-lrucache");
  private static final Duration BOUND = Duration.ofMinutes(5);

  private DebianPackages() {}

  /**
   * Returns when nginx, wrk and taskset are there.
   *
   * @param log what the installation says goes there
   * @throws StackException if they are not and cannot be had, with what to do
   */
  public static void require(Path log) {
    List<String> missing = missing();
    if (missing.isEmpty() && hasLua()) {
      return;
    }
    List<String> wanted = new ArrayList<>(missing);
    if (!hasLua()) {
      wanted.addAll(LUA_PACKAGES);
    }
    if (mayInstall()) {
      install(wanted, log);
    }
    if (!missing().isEmpty()) {
      throw new StackException(
          "To measure, nginx, wrk and taskset are needed. On Debian: sudo apt-get install "
              + String.join(" ", wanted)
              + ".");
    }
  }

  /** Whether nginx can run Lua and speak to Redis. */
  public static boolean hasLua() {
    return LUA.stream().allMatch(file -> Files.exists(Path.of(file)));
  }

  /** The nginx program. */
  public static Path nginx() {
    return Command.find("nginx").orElseThrow(() -> new StackException("nginx is gone."));
  }

  /** What to install by hand for {@link #hasLua}. */
  public static String luaPackages() {
    return String.join(" ", LUA_PACKAGES);
  }

  private static List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < NEEDED.size(); i++) {
      if (Command.find(NEEDED.get(i)).isEmpty()) {
        missing.add(NEEDED_PACKAGES.get(i));
      }
    }
    return missing;
  }

  private static boolean mayInstall() {
    return "root".equals(System.getProperty("user.name")) && Command.find("apt-get").isPresent();
  }

  private static void install(List<String> packages, Path log) {
    List<String> command =
        new ArrayList<>(List.of("apt-get", "install", "-y", "--no-install-recommends"));
    command.addAll(packages);
    // In runlevel 1 Debian starts no service that it has just installed.
    Map<String, String> quietly = Map.of("DEBIAN_FRONTEND", "noninteractive", "RUNLEVEL", "1");
    if (Command.run(command, quietly, log, BOUND) != 0) {
      Command.run(List.of("apt-get", "update"), quietly, log, BOUND);
      Command.run(command, quietly, log, BOUND);
    }
  }
}
