package io.doorward.stack.suite;

import io.doorward.stack.EmbeddedServer;
import io.doorward.stack.StackException;
import io.doorward.stack.identity.DemoPerson;
import io.doorward.stack.identity.OpenIdProvider;
import io.doorward.stack.kafka.EmbeddedKafka;
import io.doorward.stack.postgres.EmbeddedPostgres;
import io.doorward.stack.process.InParallel;
import io.doorward.stack.process.Leftovers;
import io.doorward.stack.redis.EmbeddedRedis;
import io.doorward.stack.secret.StackSecrets;
import io.doorward.stack.upstream.DemoUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The whole suite on one state folder. {@link #start} either returns a stack in which every part is
 * ready, or throws one sentence and leaves nothing running. A part that is taken away is brought
 * back by its own {@code start()}.
 */
public final class DoorwardStack implements AutoCloseable {
  private final StackOptions options;
  private final StateFolder state;
  private final RunLock lock;
  private final Object spawning = new Object();
  private volatile boolean closing;

  private final StackSecrets secrets;
  private final EmbeddedPostgres postgres;
  private final EmbeddedRedis redis;
  private final EmbeddedKafka kafka;
  private final OpenIdProvider identity;
  private final DemoUpstream upstream;
  private final ServiceHandle tokenService;
  private final ServiceHandle usageAnalytics;
  private final ServiceHandle securityMonitor;
  private final List<ServiceHandle> gateways;
  private final List<ServiceHandle> replicas = new CopyOnWriteArrayList<>();
  private final ServiceSpecs specs;

  private DoorwardStack(StackOptions options, StateFolder state, RunLock lock) {
    this.options = options;
    this.state = state;
    this.lock = lock;
    StackPorts ports = options.ports();
    secrets = StackSecrets.in(state.secrets());
    postgres =
        new EmbeddedPostgres(
            state.postgres(),
            state.run(),
            state.log("postgres"),
            ports.of(StackPorts.POSTGRES),
            secrets);
    redis =
        new EmbeddedRedis(
            state.redis(),
            state.run(),
            state.log("redis"),
            ports.of(StackPorts.REDIS),
            EmbeddedRedis.Persistence.APPEND_ONLY);
    kafka =
        new EmbeddedKafka(
            state.kafka(),
            state.run(),
            state.log("kafka"),
            ports.of(StackPorts.KAFKA),
            ports.of(StackPorts.KAFKA_CONTROLLER));
    identity =
        new OpenIdProvider(
            state.openId(), secrets.openIdSigningKey(), ports.of(StackPorts.OPENID_PROVIDER));
    upstream = new DemoUpstream(ports.of(StackPorts.DEMO_UPSTREAM));
    specs = new ServiceSpecs(options, state, secrets);
    tokenService = new ServiceHandle(specs.tokenService(), options, state);
    usageAnalytics = new ServiceHandle(specs.usageAnalytics(), options, state);
    securityMonitor = new ServiceHandle(specs.securityMonitor(), options, state);
    List<ServiceHandle> instances = new ArrayList<>();
    for (int i = 0; i < options.gateways(); i++) {
      instances.add(new ServiceHandle(specs.gateway(i), options, state));
    }
    gateways = List.copyOf(instances);
  }

  /** Prepares and starts; see the class. */
  public static DoorwardStack start(StackOptions options) {
    DoorwardStack stack = prepare(options);
    stack.start();
    return stack;
  }

  /**
   * Takes the state folder, ends what an earlier run left behind and checks the ports. Nothing runs
   * yet; {@link #close} gives the folder back.
   */
  public static DoorwardStack prepare(StackOptions options) {
    StateFolder state = new StateFolder(options.state());
    state.makeReady();
    RunLock lock = RunLock.take(state);
    try {
      clearUp(state, options.progress());
      options.ports().requireFree(options.gateways());
      if (options.fresh()) {
        state.startOver();
      }
      lock.announce();
      return new DoorwardStack(options, state, lock);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static void clearUp(StateFolder state, Progress progress) {
    long start = System.nanoTime();
    List<String> ended = new Leftovers(state.run()).end();
    if (!ended.isEmpty()) {
      progress.done(
          "Ended what a killed run had left: " + String.join(", ", ended),
          Duration.ofNanos(System.nanoTime() - start));
    }
    try {
      Files.deleteIfExists(state.addresses());
    } catch (IOException e) {
      throw new StackException("Cannot write to " + state.run() + ".", e);
    }
  }

  /** Returns when every part is ready; on failure everything is stopped before it throws. */
  public void start() {
    try {
      InParallel.run(
          List.of(
              () -> up("PostgreSQL", postgres),
              () -> up("Redis", redis),
              () -> up("Kafka", kafka),
              () -> up("OpenID provider", identity),
              () -> up("Demo upstream", upstream)));
      List<Runnable> starts = new ArrayList<>();
      services().forEach(service -> starts.add(() -> up(service)));
      InParallel.run(starts);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void up(String title, EmbeddedServer server) {
    options
        .progress()
        .of(title + " on 127.0.0.1:" + server.port(), () -> unlessClosing(server::start));
  }

  private void up(ServiceHandle service) {
    options
        .progress()
        .of(
            service.name() + " on " + service.baseUrl(),
            () -> {
              synchronized (spawning) {
                unlessClosing(service::spawn);
              }
              service.awaitReady(() -> closing);
            });
  }

  private void unlessClosing(Runnable action) {
    if (closing) {
      throw new StackException("The start was broken off.");
    }
    action.run();
  }

  /** Lets other processes find this stack through its state folder. */
  public void announceReady() {
    addresses().write(state);
  }

  @Override
  public void close() {
    end();
  }

  /**
   * Ends everything, those in front first, so that what they hold reaches those behind. False when
   * it had been ended, or was being ended, already.
   */
  public boolean end() {
    synchronized (spawning) {
      if (closing) {
        return false;
      }
      closing = true;
    }
    try {
      InParallel.run(gateways.stream().map(g -> (Runnable) g::stop).toList());
      InParallel.run(replicas.stream().map(r -> (Runnable) r::stop).toList());
      InParallel.run(List.of(tokenService::stop, usageAnalytics::stop, securityMonitor::stop));
      InParallel.run(
          List.of(kafka::stop, redis::stop, postgres::stop, identity::stop, upstream::stop));
    } finally {
      clearAddresses();
      lock.close();
    }
    return true;
  }

  private void clearAddresses() {
    try {
      Files.deleteIfExists(state.addresses());
    } catch (IOException e) {
      // Readers take the file only together with a living launcher.
    }
  }

  public StackAddresses addresses() {
    return StackAddresses.of(options.ports(), options.gateways());
  }

  public StateFolder state() {
    return state;
  }

  public StackSecrets secrets() {
    return secrets;
  }

  /** A session of that person, had through the real code flow. */
  public String sessionOf(DemoPerson person) {
    return identity.sessionOf(person);
  }

  public EmbeddedPostgres postgres() {
    return postgres;
  }

  public EmbeddedRedis redis() {
    return redis;
  }

  public EmbeddedKafka kafka() {
    return kafka;
  }

  public OpenIdProvider identity() {
    return identity;
  }

  public DemoUpstream upstream() {
    return upstream;
  }

  public ServiceHandle tokenService() {
    return tokenService;
  }

  /**
   * A further replica of token-service on that port, not started. The gateways do not know it; it
   * ends with the stack at the latest.
   */
  public ServiceHandle addTokenService(int port) {
    String name = "token-service-" + (replicas.size() + 1);
    ServiceHandle replica = new ServiceHandle(specs.tokenService(name, port), options, state);
    replicas.add(replica);
    return replica;
  }

  public ServiceHandle usageAnalytics() {
    return usageAnalytics;
  }

  public ServiceHandle securityMonitor() {
    return securityMonitor;
  }

  /** The gateway of that number, from 0. */
  public ServiceHandle gateway(int index) {
    return gateways.get(index);
  }

  public List<ServiceHandle> gateways() {
    return gateways;
  }

  /** All services, the gateways last. */
  public List<ServiceHandle> services() {
    List<ServiceHandle> all = new ArrayList<>();
    Collections.addAll(all, tokenService, usageAnalytics, securityMonitor);
    all.addAll(gateways);
    return all;
  }
}
