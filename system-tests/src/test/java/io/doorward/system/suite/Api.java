package io.doorward.system.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plain HTTP client of one address with at most one credential. */
public record Api(String base, @Nullable String bearer) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A client of that base address without a credential. */
  public static Api of(String base) {
    return new Api(base, null);
  }

  /** The same address with this credential. */
  public Api with(String credential) {
    return new Api(base, credential);
  }

  /** An answer, read to its end. */
  public record Answer(int status, Map<String, List<String>> headers, String body) {
    /** The body as JSON. */
    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + status + " " + body, e);
      }
    }

    /** A member of the body as text; empty if it is not there. */
    public String text(String member) {
      return json().path(member).asText();
    }

    /** A header's first value; empty if it is not there. */
    public String header(String name) {
      List<String> values = headers.get(name.toLowerCase(java.util.Locale.ROOT));
      return values == null || values.isEmpty() ? "" : values.get(0);
    }
  }

  public Answer get(String path) {
    return send("GET", path, null, Map.of());
  }

  public Answer post(String path, String json) {
    return send("POST", path, json, Map.of());
  }

  /** Sends one request; a connection that breaks is an {@link UncheckedIOException}. */
  public Answer send(
      String method, String path, @Nullable String json, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
    request.method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    if (json != null && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    if (bearer != null && !headers.containsKey("Authorization")) {
      request.header("Authorization", "Bearer " + bearer);
    }
    headers.forEach(request::header);
    try {
      HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.headers().map(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A token just created. */
  public record NewToken(String id, String token) {
    @Override
    public String toString() {
      return "NewToken[" + id + "]";
    }
  }

  /** Creates a token with these scopes and generous limits. */
  public NewToken createToken(String name, String... scopes) {
    return createToken(
        """
        {"name": "%s", "scopes": ["%s"],
         "limits": {"perSecond": 50, "perMinute": 600, "perHour": 10000, "perDay": 100000}}
        """
            .formatted(name, String.join("\", \"", scopes)));
  }

  /** Creates a token from a whole request body. */
  public NewToken createToken(String json) {
    Answer answer = post("/api/v1/tokens", json);
    if (answer.status() != 201) {
      throw new AssertionError("token not created: " + answer.status() + " " + answer.body());
    }
    return new NewToken(answer.text("id"), answer.text("token"));
  }
}
