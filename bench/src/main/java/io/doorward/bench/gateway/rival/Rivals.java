package io.doorward.bench.gateway.rival;

import io.doorward.bench.gateway.machine.Cores;
import io.doorward.bench.gateway.machine.DebianPackages;
import io.doorward.stack.redis.EmbeddedRedis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The servers of the comparison. Whatever was started ends with {@link #close}. */
public final class Rivals implements AutoCloseable {
  private final RivalFolder folder;
  private final Cores cores;
  private final List<AutoCloseable> started = new ArrayList<>();

  public Rivals(RivalFolder folder, Cores cores) {
    this.folder = folder;
    this.cores = cores;
  }

  /** nginx with one worker that answers each request with the same 204 bytes. */
  public Rival upstream() {
    return start(nginx("upstream", RivalFolder.UPSTREAM, "upstream.conf", List.of()));
  }

  /** nginx with {@code proxy_pass} alone. */
  public Rival nginxProxy() {
    return start(nginx("nginx-proxy", RivalFolder.PROXY, "nginx-proxy.conf", cores.onMeasured()));
  }

  /** nginx with a key look-up and three sliding windows in one Redis script, in Lua. */
  public Rival nginxLua() {
    return start(
        nginx("nginx-lua-redis", RivalFolder.LUA, "nginx-lua-redis.conf", cores.onMeasured()));
  }

  /**
   * Spring Cloud Gateway with its own Redis limiter.
   *
   * @param jar as {@link SpringBuild} has made it
   */
  public Rival springCloudGateway(Path jar) {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // As much as Doorward's gateway has.
            "-Xmx512m",
            "-Dtokens=" + folder.keys(),
            "-jar",
            jar.toString());
    return start(
        new Rival(
            folder,
            "spring-cloud-gateway",
            RivalFolder.SPRING,
            Stream.concat(cores.onMeasured().stream(), java.stream()).toList(),
            folder.keys()));
  }

  /** The Redis of the others; its port. */
  public int redis() {
    EmbeddedRedis redis =
        new EmbeddedRedis(
            folder.root().resolve("redis"),
            folder.run(),
            folder.log("redis"),
            RivalFolder.REDIS,
            EmbeddedRedis.Persistence.NONE);
    started.add(redis::stop);
    redis.start();
    return RivalFolder.REDIS;
  }

  private Rival nginx(String name, int port, String conf, List<String> prefix) {
    List<String> command =
        List.of(
            DebianPackages.nginx().toString(),
            "-e",
            folder.log(name + "-start").toString(),
            "-p",
            folder.root().toString(),
            "-c",
            folder.conf(conf).toString());
    return new Rival(
        folder,
        name,
        port,
        Stream.concat(prefix.stream(), command.stream()).toList(),
        folder.conf(conf));
  }

  private Rival start(Rival rival) {
    started.add(rival::stop);
    rival.start();
    return rival;
  }

  @Override
  public void close() throws Exception {
    for (int i = started.size() - 1; i >= 0; i--) {
      started.get(i).close();
    }
  }
}
