package io.doorward.gateway.edge;

import io.doorward.gateway.edge.EdgeConfig.RequireHttps;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Whether a request may carry a credential, by the way it came (RFC 6750, section 5.3). A
 * credential that came in clear is refused, not redirected: it has been seen already.
 */
@Singleton
public class HttpsRule {
  private final RequireHttps mode;

  @Inject
  HttpsRule(EdgeConfig config) {
    this(config.requireHttps());
  }

  HttpsRule(RequireHttps mode) {
    this.mode = mode;
  }

  /** Whether a credential that came with this request is looked at. */
  public boolean allowsCredential(EdgeRequest request) {
    return request.secure()
        || mode == RequireHttps.NEVER
        || (mode == RequireHttps.AUTO && request.client().isLoopback());
  }
}
