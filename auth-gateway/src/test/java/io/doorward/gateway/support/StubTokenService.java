package io.doorward.gateway.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.doorward.contract.barrier.Barrier;
import io.doorward.contract.barrier.BarrierSet;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.snapshot.AgentSnapshot;
import io.doorward.contract.snapshot.TokenSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers the internal snapshot route from memory, and counts how often it is asked. */
public final class StubTokenService {
  private final Map<String, TokenSnapshot> tokens = new ConcurrentHashMap<>();
  private final Map<String, AgentSnapshot> agents = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private final Map<String, TokenSnapshot> imported = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> compared = new ConcurrentHashMap<>();
  private final Set<String> shown = ConcurrentHashMap.newKeySet();
  private final Map<String, String> shownTo = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final AtomicInteger askedForBarriers = new AtomicInteger();
  private volatile BarrierSet barriers = new BarrierSet(BarrierSet.SCHEMA, 1, List.of());
  private volatile boolean gone;
  private volatile boolean comparisonsFail;
  private volatile String stalled = "";
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile String lastAuthorization = "";

  StubTokenService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 600);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newCachedThreadPool(StubTokenService::daemon));
    server.createContext("/internal/snapshots/", this::answer);
    server.createContext("/internal/agents/", this::answerAgents);
    server.createContext("/internal/barriers", this::answerBarriers);
    server.createContext("/api/v1/tokens/", this::show);
    server.createContext("/internal/imported-keys", this::compare);
    server.start();
  }

  private void answerAgents(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    AgentSnapshot agent = gone ? null : agents.get(path.substring(path.lastIndexOf('/') + 1));
    if (agent == null) {
      exchange.sendResponseHeaders(gone ? 503 : 404, -1);
    } else {
      byte[] body = ContractJson.write(agent);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  /** An agent is registered, or another now. */
  public AgentSnapshot put(AgentSnapshot agent) {
    agents.put(agent.agentId().toString(), agent);
    return agent;
  }

  private void answerBarriers(HttpExchange exchange) throws IOException {
    askedForBarriers.incrementAndGet();
    if (gone) {
      exchange.sendResponseHeaders(503, -1);
    } else {
      byte[] body = ContractJson.write(barriers);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private void show(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String id = path.substring(path.lastIndexOf('/') + 1);
    shownTo.put(id, String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    exchange.sendResponseHeaders(gone ? 503 : shown.contains(id) ? 200 : 404, -1);
    exchange.close();
  }

  /** Shows this token to whoever asks for it. */
  public void show(TokenSnapshot token) {
    shown.add(token.tokenId().toString());
  }

  /** With what authorization this token was last asked to be shown; empty if it was not. */
  public String shownTo(TokenSnapshot token) {
    return shownTo.getOrDefault(token.tokenId().toString(), "");
  }

  /** These barriers stand from now on, under the next version. */
  public BarrierSet barriers(Barrier... standing) {
    BarrierSet next = new BarrierSet(BarrierSet.SCHEMA, barriers.version() + 1, List.of(standing));
    barriers = next;
    return next;
  }

  /** The version of the barriers that stand. */
  public long version() {
    return barriers.version();
  }

  /** How often the barriers were asked for. */
  public int askedForBarriers() {
    return askedForBarriers.get();
  }

  static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "stub");
    thread.setDaemon(true);
    return thread;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String lookup = path.substring(path.lastIndexOf('/') + 1);
    asked.computeIfAbsent(lookup, key -> new AtomicInteger()).incrementAndGet();
    lastAuthorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    // what is known when the question comes, however long the answer takes
    TokenSnapshot token = tokens.get(lookup);
    if (!lookup.equals(stalled)) {
      waitFor(gate);
    }
    if (gone) {
      exchange.sendResponseHeaders(503, -1);
    } else {
      if (token == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        byte[] body = ContractJson.write(token);
        exchange.sendResponseHeaders(200, body.length);
        if (lookup.equals(stalled)) {
          exchange.getResponseBody().write(body, 0, 1);
          exchange.getResponseBody().flush();
          waitFor(gate);
          return;
        }
        exchange.getResponseBody().write(body);
      }
    }
    exchange.close();
  }

  private void compare(HttpExchange exchange) throws IOException {
    String key = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
    compared.computeIfAbsent(key, any -> new AtomicInteger()).incrementAndGet();
    waitFor(gate);
    boolean failed = gone || comparisonsFail;
    TokenSnapshot token = failed ? null : imported.get(key);
    if (token == null) {
      exchange.sendResponseHeaders(failed ? 503 : 404, -1);
    } else {
      byte[] body = ContractJson.write(token);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  /** Whether it has no time for slow hashes, while it answers everything else. */
  public void comparisonsFail(boolean fail) {
    comparisonsFail = fail;
  }

  /** A key that fits a slow hash. */
  public void importKey(String key, TokenSnapshot token) {
    imported.put(key, token);
  }

  /** How often this key was compared. */
  public int compared(String key) {
    AtomicInteger count = compared.get(key);
    return count == null ? 0 : count.get();
  }

  private static void waitFor(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public void put(TokenSnapshot token) {
    tokens.put(token.lookup().value(), token);
  }

  /** How often this token was asked for. */
  public int asked(TokenSnapshot token) {
    return asked(token.lookup().value());
  }

  public int asked(String lookup) {
    AtomicInteger count = asked.get(lookup);
    return count == null ? 0 : count.get();
  }

  /** How often any token was asked for. */
  public int asked() {
    return asked.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** The database behind it is gone, or back. */
  public void gone(boolean now) {
    gone = now;
  }

  /** Begins the answer for this token and never ends it, until {@link #release}. */
  public void stall(TokenSnapshot token) {
    gate = new CountDownLatch(1);
    stalled = token.lookup().value();
  }

  /** Keeps every question waiting until {@link #release}. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  public void release() {
    stalled = "";
    gate.countDown();
  }

  public String lastAuthorization() {
    return lastAuthorization;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void stop() {
    server.stop(0);
  }
}
