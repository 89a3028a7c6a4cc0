package io.doorward.gateway.check;

import io.doorward.gateway.identity.IdentityTokens;
import io.doorward.gateway.snapshot.ServiceCredential;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Lets the snapshot room speak for the gateway without knowing how it signs. */
@Singleton
class GatewayCredential implements ServiceCredential {
  private static final String AUDIENCE = "doorward-internal";

  private final IdentityTokens tokens;

  @Inject
  GatewayCredential(IdentityTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public String authorization() {
    return "Bearer " + tokens.forGateway(AUDIENCE);
  }
}
