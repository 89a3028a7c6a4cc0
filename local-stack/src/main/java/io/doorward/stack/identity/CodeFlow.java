package io.doorward.stack.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.doorward.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * OpenID Connect's authorization code flow with PKCE (RFC 7636), walked without a browser: the
 * login form is sent as the page would send it, and the code is taken from the redirect.
 */
public final class CodeFlow {
  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final String CLIENT = "doorward-console";
  private static final String REDIRECT = "http://127.0.0.1/signed-in";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI issuer;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(BOUND)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  public CodeFlow(URI issuer) {
    this.issuer = issuer;
  }

  /** The session JWT of a person of the demo. */
  public String signIn(DemoPerson person) {
    return signIn(person.subject(), person.claims());
  }

  /** The session JWT of anyone, with the claims that the login form is given. */
  public String signIn(String subject, Map<String, String> claims) {
    String verifier = random();
    String state = random();
    URI authorize = authorizeUri(challenge(verifier), state);
    Map<String, String> login = new LinkedHashMap<>();
    login.put("username", subject);
    login.put("claims", LoginPage.json(claims));
    HttpResponse<String> redirect = post(authorize, login);
    Map<String, String> answer =
        query(redirect.headers().firstValue("Location").orElseThrow(() -> refused(redirect)));
    if (!state.equals(answer.get("state"))) {
      throw new StackException("The OpenID provider answered with another state than was sent.");
    }
    return redeem(answer.getOrDefault("code", ""), verifier);
  }

  private URI authorizeUri(String challenge, String state) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", CLIENT);
    query.put("redirect_uri", REDIRECT);
    query.put("scope", "openid");
    query.put("state", state);
    query.put("nonce", random());
    query.put("code_challenge", challenge);
    query.put("code_challenge_method", "S256");
    return URI.create(issuer + "/authorize?" + form(query));
  }

  private String redeem(String code, String verifier) {
    Map<String, String> grant = new LinkedHashMap<>();
    grant.put("grant_type", "authorization_code");
    grant.put("client_id", CLIENT);
    grant.put("code", code);
    grant.put("redirect_uri", REDIRECT);
    grant.put("code_verifier", verifier);
    HttpResponse<String> response = post(URI.create(issuer + "/token"), grant);
    try {
      String session = JSON.readTree(response.body()).path("access_token").asText("");
      if (session.isEmpty()) {
        throw refused(response);
      }
      return session;
    } catch (IOException e) {
      throw refused(response);
    }
  }

  private HttpResponse<String> post(URI uri, Map<String, String> fields) {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(BOUND)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form(fields)))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new StackException("The OpenID provider at " + issuer + " does not answer.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while signing in.", e);
    }
  }

  private static StackException refused(HttpResponse<String> response) {
    return new StackException(
        "The OpenID provider refused the sign-in with status " + response.statusCode() + ".");
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static Map<String, String> query(String location) {
    String query = URI.create(location).getQuery();
    return Arrays.stream(query == null ? new String[0] : query.split("&"))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, second) -> first));
  }

  private static String random() {
    byte[] value = new byte[32];
    RANDOM.nextBytes(value);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
