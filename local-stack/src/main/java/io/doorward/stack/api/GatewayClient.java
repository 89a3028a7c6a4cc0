package io.doorward.stack.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.doorward.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Calls one gateway with one bearer credential: a session or an API token. */
public final class GatewayClient {
  private static final Duration BOUND = Duration.ofSeconds(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final String baseUrl;
  private final String credential;

  private GatewayClient(HttpClient http, String baseUrl, String credential) {
    this.http = http;
    this.baseUrl = baseUrl;
    this.credential = credential;
  }

  /**
   * A client of one gateway.
   *
   * @param baseUrl of a gateway's public listener, without a trailing slash
   * @param credential sent as {@code Authorization: Bearer}
   */
  public static GatewayClient of(String baseUrl, String credential) {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    return new GatewayClient(http, baseUrl, credential);
  }

  /** The same gateway for another caller, over the same connections. */
  public GatewayClient as(String other) {
    return new GatewayClient(http, baseUrl, other);
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer post(String path, Map<String, ?> body) {
    try {
      return send(
          request(path)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(baseUrl + path))
        .timeout(BOUND)
        .header("Authorization", "Bearer " + credential);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new StackException("The gateway at " + baseUrl + " does not answer.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted.", e);
    }
  }

  @Override
  public String toString() {
    return "GatewayClient[" + baseUrl + "]";
  }
}
