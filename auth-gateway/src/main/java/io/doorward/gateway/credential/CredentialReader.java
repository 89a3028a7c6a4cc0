package io.doorward.gateway.credential;

import io.doorward.contract.token.ForeignSecret;
import io.doorward.contract.token.ParsedToken;
import io.doorward.contract.token.TokenFormat;
import io.doorward.gateway.ImportedKeysConfig;
import io.vertx.core.MultiMap;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the credential in a request's head. Never throws, looks nothing up. */
@Singleton
public class CredentialReader {
  /** RFC 6750 calls it Bearer; scheme names are case-insensitive (RFC 9110, section 11.1). */
  private static final String BEARER = "bearer ";

  /** Longer ones are not looked at. */
  private static final int MAX_LENGTH = 8192;

  /** Three base64url parts (RFC 7515, section 7.1). */
  private static final Pattern COMPACT_JWS =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  /** Some readers take the semicolon for a separator as well. */
  private static final Pattern PAIRS = Pattern.compile("[&;]");

  private static final PresentedCredential ABSENT = new PresentedCredential.Absent();
  private static final PresentedCredential MALFORMED = new PresentedCredential.Malformed();
  private static final PresentedCredential SEVERAL = new PresentedCredential.Several();
  private static final PresentedCredential IN_TARGET = new PresentedCredential.InTarget();

  private final TokenFormat format;
  private final TokenScrubber scrubber;
  private final boolean foreignKeys;

  @Inject
  CredentialReader(TokenFormat format, TokenScrubber scrubber, ImportedKeysConfig imported) {
    this(format, scrubber, imported.accepted());
  }

  CredentialReader(TokenFormat format, TokenScrubber scrubber, boolean foreignKeys) {
    this.format = format;
    this.scrubber = scrubber;
    this.foreignKeys = foreignKeys;
  }

  /** The one credential of a request, where none is accepted in the query. */
  public PresentedCredential read(MultiMap headers, String path, String query) {
    return read(headers, path, query, Optional.empty());
  }

  /**
   * The one credential of a request.
   *
   * @param queryKey the query parameter in which a token is accepted here
   */
  public PresentedCredential read(
      MultiMap headers, String path, String query, Optional<String> queryKey) {
    List<String> inQuery =
        queryKey.isEmpty() || query.isEmpty() ? List.of() : QueryKey.values(query, queryKey.get());
    String rest = inQuery.isEmpty() ? query : QueryKey.without(query, queryKey.orElseThrow());
    if (scrubber.findsToken(path) || scrubber.findsToken(rest) || namesCredential(rest, queryKey)) {
      return IN_TARGET;
    }
    List<String> authorizations = headers.getAll("Authorization");
    List<String> keys = headers.getAll("X-API-Key");
    if (authorizations.size() + keys.size() + inQuery.size() > 1) {
      return SEVERAL;
    }
    if (!keys.isEmpty()) {
      return key(keys.get(0).strip());
    }
    if (!inQuery.isEmpty()) {
      return key(inQuery.get(0));
    }
    return authorizations.isEmpty() ? ABSENT : authorization(authorizations.get(0));
  }

  /**
   * Whether a parameter holds a credential where none is taken: {@code access_token} by RFC 6750,
   * section 2.3, a session's JWT too; and the route's own, spelled as only some readers take it.
   */
  private static boolean namesCredential(String query, Optional<String> queryKey) {
    if (query.isEmpty()) {
      return false;
    }
    for (String pair : PAIRS.split(query)) {
      int equals = pair.indexOf('=');
      String name = TokenScrubber.unescaped(equals < 0 ? pair : pair.substring(0, equals));
      if (name.equalsIgnoreCase("access_token")
          || (queryKey.isPresent() && name.equalsIgnoreCase(queryKey.get()))) {
        return true;
      }
    }
    return false;
  }

  private PresentedCredential authorization(String value) {
    if (!value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return value.strip().equalsIgnoreCase(BEARER.strip()) ? MALFORMED : ABSENT;
    }
    String credential = value.substring(BEARER.length()).strip();
    if (credential.indexOf(',') >= 0) {
      return SEVERAL;
    }
    if (credential.length() > MAX_LENGTH) {
      return MALFORMED;
    }
    if (!format.claims(credential) && COMPACT_JWS.matcher(credential).matches()) {
      return new PresentedCredential.Session(new SessionCredential(credential));
    }
    return token(credential);
  }

  private PresentedCredential key(String value) {
    return value.indexOf(',') >= 0 ? SEVERAL : token(value);
  }

  private PresentedCredential token(String candidate) {
    if (format.parse(candidate) instanceof ParsedToken.WellFormed wellFormed) {
      return new PresentedCredential.ApiToken(wellFormed.token());
    }
    return foreignKeys
        ? ForeignSecret.read(format, candidate)
            .<PresentedCredential>map(PresentedCredential.Foreign::new)
            .orElse(MALFORMED)
        : MALFORMED;
  }
}
