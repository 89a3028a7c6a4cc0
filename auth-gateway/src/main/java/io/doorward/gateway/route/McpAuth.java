package io.doorward.gateway.route;

import io.doorward.contract.event.CredentialKind;

/** How the callers of an MCP server show who they are. */
public enum McpAuth {
  /** An API token. */
  TOKEN(CredentialKind.TOKEN),
  /** A JWT of the OpenID provider, issued for this very server. */
  JWT(CredentialKind.SESSION),
  /** One fixed token for everybody, from an environment variable: for development. */
  ENV(CredentialKind.NONE),
  /** Not at all. */
  NONE(CredentialKind.NONE);

  private final CredentialKind credential;

  McpAuth(CredentialKind credential) {
    this.credential = credential;
  }

  CredentialKind credential() {
    return credential;
  }
}
