package io.doorward.stack.upstream;

import com.sun.net.httpserver.HttpServer;
import io.doorward.stack.EmbeddedServer;
import io.doorward.stack.StackException;
import io.doorward.stack.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The demo API on 127.0.0.1; {@link DemoHandler} says what it answers. */
public final class DemoUpstream implements EmbeddedServer {
  private static final int THREADS = 64;
  private static final int BACKLOG = 256;

  private final int port;
  private @Nullable HttpServer server;
  private @Nullable ExecutorService threads;

  public DemoUpstream(int port) {
    this.port = port;
  }

  @Override
  public String name() {
    return "demo-upstream";
  }

  @Override
  public int port() {
    return port;
  }

  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public synchronized void start() {
    if (server != null) {
      return;
    }
    try {
      HttpServer started = HttpServer.create(Ports.loopback(port), BACKLOG);
      ExecutorService pool = Executors.newFixedThreadPool(THREADS, DemoUpstream::thread);
      started.setExecutor(pool);
      started.createContext("/", new DemoHandler());
      started.start();
      server = started;
      threads = pool;
    } catch (IOException e) {
      throw new StackException(
          "The demo upstream cannot listen on port " + port + ": " + e.getMessage() + ".", e);
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "demo-upstream");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public synchronized void stop() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
    if (threads != null) {
      threads.shutdownNow();
      threads = null;
    }
  }

  @Override
  public void kill() {
    stop();
  }

  @Override
  public synchronized boolean running() {
    return server != null;
  }
}
