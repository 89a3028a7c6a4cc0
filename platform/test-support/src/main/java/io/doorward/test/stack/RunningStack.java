package io.doorward.test.stack;

import io.doorward.stack.EmbeddedServer;
import io.doorward.stack.identity.OpenIdProvider;
import io.doorward.stack.kafka.EmbeddedKafka;
import io.doorward.stack.postgres.DatabaseSchema;
import io.doorward.stack.postgres.EmbeddedPostgres;
import io.doorward.stack.process.InParallel;
import io.doorward.stack.process.Ports;
import io.doorward.stack.redis.EmbeddedRedis;
import io.doorward.stack.secret.StackSecrets;
import io.doorward.stack.upstream.DemoUpstream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The servers that run for the present test class. A test takes one away with {@code
 * RunningStack.current().redis().kill()} and brings it back, on the same port and data, with {@code
 * start()}; it must leave all of them running.
 */
public final class RunningStack {
  /** Static because a test class and its test resource know of each other in no other way. */
  private static final AtomicReference<RunningStack> CURRENT = new AtomicReference<>();

  private final Path folder;
  private final DatabaseSchema schema;
  private final StackSecrets secrets;
  private final Map<Part, EmbeddedServer> servers = new HashMap<>();

  RunningStack(Path folder, Set<Part> parts, DatabaseSchema schema) {
    this.folder = folder;
    this.schema = schema;
    this.secrets = StackSecrets.in(folder.resolve("secrets"));
    Iterator<Integer> ports = Ports.free(parts.size() + 1).iterator();
    for (Part part : parts) {
      servers.put(part, create(part, ports));
    }
  }

  private EmbeddedServer create(Part part, Iterator<Integer> ports) {
    Path run = folder.resolve("run");
    Path logs = folder.resolve("logs");
    return switch (part) {
      case POSTGRES ->
          new EmbeddedPostgres(
              folder.resolve("pg"), run, logs.resolve("postgres.log"), ports.next(), secrets);
      case REDIS ->
          new EmbeddedRedis(
              folder.resolve("redis"),
              run,
              logs.resolve("redis.log"),
              ports.next(),
              EmbeddedRedis.Persistence.NONE);
      case KAFKA ->
          new EmbeddedKafka(
              folder.resolve("kafka"), run, logs.resolve("kafka.log"), ports.next(), ports.next());
      case IDENTITY ->
          new OpenIdProvider(folder.resolve("identity"), secrets.openIdSigningKey(), ports.next());
      case UPSTREAM -> new DemoUpstream(ports.next());
    };
  }

  /**
   * The stack of the running test class.
   *
   * @throws IllegalStateException when the class has no {@link StackResource}
   */
  public static RunningStack current() {
    RunningStack stack = CURRENT.get();
    if (stack == null) {
      throw new IllegalStateException("the test class asks for no StackResource");
    }
    return stack;
  }

  void start() {
    List<Runnable> starts = new ArrayList<>();
    servers.values().forEach(server -> starts.add(server::start));
    InParallel.run(starts);
    CURRENT.set(this);
  }

  void stop() {
    CURRENT.compareAndSet(this, null);
    List<Runnable> stops = new ArrayList<>();
    servers.values().forEach(server -> stops.add(server::stop));
    InParallel.run(stops);
  }

  public EmbeddedPostgres postgres() {
    return part(Part.POSTGRES, EmbeddedPostgres.class);
  }

  public EmbeddedRedis redis() {
    return part(Part.REDIS, EmbeddedRedis.class);
  }

  public EmbeddedKafka kafka() {
    return part(Part.KAFKA, EmbeddedKafka.class);
  }

  public OpenIdProvider identity() {
    return part(Part.IDENTITY, OpenIdProvider.class);
  }

  public DemoUpstream upstream() {
    return part(Part.UPSTREAM, DemoUpstream.class);
  }

  public StackSecrets secrets() {
    return secrets;
  }

  /** A folder of this stack's own, deleted with it. */
  public Path folder() {
    return folder;
  }

  DatabaseSchema schema() {
    return schema;
  }

  boolean has(Part part) {
    return servers.containsKey(part);
  }

  private <T extends EmbeddedServer> T part(Part part, Class<T> type) {
    EmbeddedServer server = servers.get(part);
    if (server == null) {
      throw new IllegalStateException("the test class did not ask for the part " + part);
    }
    return type.cast(server);
  }
}
