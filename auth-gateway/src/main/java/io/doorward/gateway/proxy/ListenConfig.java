package io.doorward.gateway.proxy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The public listener. */
@ConfigMapping(prefix = "doorward.gateway.listen")
public interface ListenConfig {

  /** Address to listen on. */
  @WithDefault("127.0.0.1")
  String host();

  /** Port to listen on; 0 for any free one. */
  @WithDefault("8080")
  int port();

  /** Event loops that serve it; 0 for one for each processor. */
  @WithDefault("0")
  int loops();

  /** TLS of the listener's own. */
  Tls tls();

  /** HTTP/2. */
  Http2 http2();

  /** Longest request line in bytes; a longer one is answered 414. */
  @WithDefault("8192")
  int maxRequestLine();

  /** Largest header block in bytes; a larger one is answered 431. */
  @WithDefault("16384")
  int maxHeaderBlock();

  /** Most connections of clients to this instance; more are closed as they come. */
  @WithDefault("10000")
  int maxConnections();

  /**
   * Most connections from one client address (an IPv4 address, an IPv6 /64); more are closed as
   * they come. Trusted proxies have no such bound.
   */
  @WithDefault("1000")
  int maxConnectionsPerClient();

  /** A connection on which no request is under way is closed after this time. */
  @WithDefault("30s")
  Duration idleTimeout();

  /** A request's head must be complete this long after its first byte. */
  @WithDefault("10s")
  Duration headTimeout();

  /**
   * Least bytes per second of a request's body, on average over {@code body-window}, while the
   * gateway waits for it; a slower one is answered 408. 0 for no such bound.
   */
  @WithDefault("256")
  long minBodyRate();

  /** Time over which the rate of a body is measured. */
  @WithDefault("10s")
  Duration bodyWindow();

  /**
   * A client that takes nothing of an answer that waits for it is cut off after this time. At most
   * 64 KiB of an answer wait.
   */
  @WithDefault("20s")
  Duration stalledAfter();

  /**
   * How long a shutdown goes on accepting connections, while health checks are answered no longer,
   * so that whoever spreads the load can look elsewhere first.
   */
  @WithDefault("0s")
  Duration preStop();

  /**
   * Longest time a shutdown then waits for requests that are under way; streams that are still open
   * are ended.
   */
  @WithDefault("10s")
  Duration drainTimeout();

  /** Most connections to one upstream from each event loop. */
  @WithDefault("256")
  int upstreamConnections();

  /** TLS 1.2 and 1.3. */
  interface Tls {
    /**
     * Path of the certificate chain, PEM, the server's own first. With it the listener speaks TLS.
     */
    Optional<String> certificate();

    /** Path of the certificate's private key, PKCS#8 PEM. */
    Optional<String> key();

    /** How often the two files are looked at; changed ones hold for new connections. */
    @WithDefault("10s")
    Duration reload();
  }

  /** HTTP/2 (RFC 9113). */
  interface Http2 {
    /** Whether HTTP/2 is spoken: over TLS where the client asks for it, in clear as below. */
    @WithDefault("true")
    boolean enabled();

    /** Whether it is spoken in clear with clients that begin with it (prior knowledge). */
    @WithDefault("true")
    boolean clearText();

    /** Most requests at a time on one connection. */
    @WithDefault("100")
    int maxStreams();

    /**
     * Most requests that one connection may take back in 30 seconds; more end the connection.
     * Behind a proxy that puts many clients on one connection this needs to be higher.
     */
    @WithDefault("200")
    int maxResets();

    /**
     * Most PING, SETTINGS, PRIORITY and unknown frames, and empty DATA frames, of one connection in
     * 10 seconds; more end the connection.
     */
    @WithDefault("1000")
    int maxControlFrames();
  }
}
