package io.doorward.gateway.check;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.scope.Role;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.gateway.credential.SessionPrincipal;
import io.doorward.gateway.identity.IdentityTokens;
import io.doorward.gateway.route.IdentityForm;
import io.doorward.gateway.route.Route;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Writes the header fields that introduce a caller to an upstream, as the route asks for them. */
@Singleton
class Introduction {
  private static final String AUTHORIZATION = "Authorization";
  private static final String BEARER = "Bearer ";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private static final TokenFields NO_TOKEN = new TokenFields("", "", "", "", "");

  private final IdentityTokens tokens;

  /** What only a token has. */
  private record TokenFields(
      String id, String type, String environment, String scopes, String agentId) {}

  @Inject
  Introduction(IdentityTokens tokens) {
    this.tokens = tokens;
  }

  Map<String, String> of(Caller caller, Route route) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (caller instanceof Caller.TokenHolder holder) {
      introduce(holder.token(), route, fields);
    } else if (caller instanceof Caller.Person person) {
      introduce(person, route, fields);
    } else if (route.passes(IdentityForm.HEADERS)) {
      headers(fields, "none", "", "", NO_TOKEN);
    }
    return fields;
  }

  private void introduce(TokenSnapshot token, Route route, Map<String, String> fields) {
    if (route.passes(IdentityForm.JWT)) {
      fields.put(AUTHORIZATION, BEARER + tokens.forToken(token, route.audience()));
    }
    if (route.passes(IdentityForm.HEADERS)) {
      UUID agent = token.agentId();
      headers(
          fields,
          "token",
          token.organizationId().toString(),
          token.owner().id(),
          new TokenFields(
              token.tokenId().toString(),
              token.type().wireName(),
              token.environment().wireName(),
              token.scopes().spaceSeparated(),
              agent == null ? "" : agent.toString()));
    }
  }

  private void introduce(Caller.Person person, Route route, Map<String, String> fields) {
    SessionPrincipal principal = person.principal();
    if (route.passes(IdentityForm.SESSION)) {
      fields.put(AUTHORIZATION, BEARER + person.credential().reveal());
    } else if (route.passes(IdentityForm.JWT)) {
      fields.put(
          AUTHORIZATION,
          BEARER
              + tokens.forSession(
                  principal.subject(),
                  principal.organization().orElse(""),
                  principal.role().map(Role::wireName).orElse(""),
                  route.audience()));
    }
    if (route.passes(IdentityForm.HEADERS)) {
      headers(
          fields, "session", principal.organization().orElse(""), principal.subject(), NO_TOKEN);
    }
  }

  /** All of them, always: an upstream must never see a client's value where ours is empty. */
  private static void headers(
      Map<String, String> fields,
      String credential,
      String organization,
      String owner,
      TokenFields token) {
    fields.put(Headers.CREDENTIAL, credential);
    fields.put(Headers.ORGANIZATION, safe(organization));
    fields.put(Headers.OWNER, safe(owner));
    fields.put(Headers.TOKEN_ID, token.id());
    fields.put(Headers.TOKEN_TYPE, token.type());
    fields.put(Headers.ENVIRONMENT, token.environment());
    fields.put(Headers.SCOPES, token.scopes());
    fields.put(Headers.AGENT_ID, token.agentId());
  }

  /**
   * A value from the OpenID provider as a field value: what is not visible ASCII, and the percent
   * sign, is percent-encoded. Leaving it out would make two people one.
   */
  static String safe(String value) {
    StringBuilder written = new StringBuilder(value.length());
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      if (octet > 0x20 && octet < 0x7f && octet != '%') {
        written.append((char) octet);
      } else {
        written.append('%').append(HEX.toHexDigits(octet));
      }
    }
    return written.toString();
  }
}
