package io.doorward.stack.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpHeaders;
import java.util.Optional;

/** What came back. Holds no request, and prints no body, since a body may hold a token. */
public final class Answer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int status;
  private final HttpHeaders headers;
  private final String body;

  Answer(int status, HttpHeaders headers, String body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  public int status() {
    return status;
  }

  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  public String body() {
    return body;
  }

  /** The body as JSON; a missing node when it is none. */
  public JsonNode json() {
    try {
      JsonNode node = JSON.readTree(body);
      return node == null ? MissingNode.getInstance() : node;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** The problem's stable code, empty when the answer is no problem. */
  public String code() {
    return json().path("code").asText("");
  }

  @Override
  public String toString() {
    return code().isEmpty() ? Integer.toString(status) : status + " " + code();
  }
}
