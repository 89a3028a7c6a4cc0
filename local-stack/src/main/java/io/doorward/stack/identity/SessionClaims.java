package io.doorward.stack.identity;

import com.nimbusds.oauth2.sdk.TokenRequest;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;

/** What every session of the provider says; the person's own claims come from the login form. */
record SessionClaims(String issuerId, String audience, long lifetimeSeconds)
    implements OAuth2TokenCallback {

  @Override
  public String subject(TokenRequest request) {
    return "nobody";
  }

  @Override
  public String typeHeader(TokenRequest request) {
    return "JWT";
  }

  @Override
  public List<String> audience(TokenRequest request) {
    return List.of(audience);
  }

  @Override
  public Map<String, Object> addClaims(TokenRequest request) {
    return Map.of();
  }

  @Override
  public long tokenExpiry() {
    return lifetimeSeconds;
  }
}
