package io.doorward.gateway.proxy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

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

  /** Longest request line in bytes; a longer one is answered 414. */
  @WithDefault("8192")
  int maxRequestLine();

  /** Largest header block in bytes; a larger one is answered 431. */
  @WithDefault("16384")
  int maxHeaderBlock();

  /** A connection without any traffic is closed after this time. */
  @WithDefault("60s")
  Duration idleTimeout();

  /** A request's head must be complete this long after its first byte. */
  @WithDefault("10s")
  Duration headTimeout();

  /** Longest time a shutdown waits for requests that are under way. */
  @WithDefault("10s")
  Duration drainTimeout();

  /** Most connections to one upstream from each event loop. */
  @WithDefault("256")
  int upstreamConnections();
}
