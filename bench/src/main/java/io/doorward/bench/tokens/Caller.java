package io.doorward.bench.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.doorward.stack.StackException;
import io.doorward.stack.identity.CodeFlow;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/** Somebody who calls the token service. */
final class Caller {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration BOUND = Duration.ofSeconds(30);

  private static final int UNAVAILABLE = 503;
  private static final int ATTEMPTS = 10;

  private final HttpClient http;
  private final String baseUrl;
  private final String credential;

  private Caller(HttpClient http, String baseUrl, String credential) {
    this.http = http;
    this.baseUrl = baseUrl;
    this.credential = credential;
  }

  private static HttpClient connections() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(BOUND)
        .build();
  }

  /** A member of one of the organizations that the script makes, with a session. */
  static Caller member(BenchStack stack, int organization, int member) {
    String slug = "bench-" + organization;
    String session =
        new CodeFlow(stack.parts().identity().issuer())
            .signIn(
                "m-" + member,
                Map.of(
                    "email",
                    "m" + member + "@" + slug + ".example",
                    "email_verified",
                    "true",
                    "name",
                    "Member " + member,
                    "org",
                    slug,
                    "org_role",
                    "member"));
    return new Caller(connections(), stack.baseUrl(), session);
  }

  /** The gateway, for a minute. */
  static Caller gateway(BenchStack stack) {
    Instant now = Clock.systemUTC().instant();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer("doorward-gateway")
            .audience("doorward-internal")
            .subject("gateway")
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(60)))
            .build();
    try {
      ECKey key = ECKey.parse(Files.readString(stack.parts().secrets().gatewaySigningKey()));
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
      jwt.sign(new ECDSASigner(key));
      return new Caller(connections(), stack.baseUrl(), jwt.serialize());
    } catch (IOException | ParseException | JOSEException e) {
      throw new StackException("The stack's gateway key cannot sign.", e);
    }
  }

  /**
   * Asks again if it was not answered: measuring closes connections of the database now and then.
   */
  JsonNode get(String path) throws IOException, InterruptedException {
    for (int i = 1; ; i++) {
      HttpResponse<byte[]> answer = exchange(request(path).GET());
      if (answer.statusCode() != UNAVAILABLE || i == ATTEMPTS) {
        return read(answer, 200);
      }
    }
  }

  JsonNode post(String path, String body) throws IOException, InterruptedException {
    return read(
        exchange(
            request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))),
        201);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(baseUrl + path))
        .timeout(BOUND)
        .header("Authorization", "Bearer " + credential);
  }

  private HttpResponse<byte[]> exchange(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static JsonNode read(HttpResponse<byte[]> answer, int expected) throws IOException {
    if (answer.statusCode() != expected) {
      throw new IOException(
          answer.uri().getPath()
              + " was answered with "
              + answer.statusCode()
              + ", not "
              + expected);
    }
    return JSON.readTree(answer.body());
  }
}
