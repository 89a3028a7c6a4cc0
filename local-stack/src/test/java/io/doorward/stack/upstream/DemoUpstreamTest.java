package io.doorward.stack.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.doorward.stack.process.Ports;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("stack")
class DemoUpstreamTest {
  private static final DemoUpstream UPSTREAM = new DemoUpstream(Ports.free(1).get(0));
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    UPSTREAM.start();
  }

  @AfterAll
  static void stop() {
    UPSTREAM.close();
  }

  @Test
  void tellsWhatItReceived() throws Exception {
    HttpResponse<String> response = send(request("/demo/hello?a=1").header("X-Given", "yes"));
    JsonNode body = new ObjectMapper().readTree(response.body());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(body.path("method").asText()).isEqualTo("GET");
    assertThat(body.path("path").asText()).isEqualTo("/demo/hello?a=1");
    assertThat(body.path("headers").path("x-given").asText()).isEqualTo("yes");
  }

  @Test
  void givesAPostedBodyBack() throws Exception {
    HttpResponse<String> response =
        send(
            request("/demo/items")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("as it came")));
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.body()).isEqualTo("as it came");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain");
  }

  @Test
  void answersWithTheStatusThatIsAskedFor() throws Exception {
    assertThat(send(request("/demo/status/503")).statusCode()).isEqualTo(503);
    assertThat(send(request("/demo/status/204")).statusCode()).isEqualTo(204);
    assertThat(send(request("/demo/status/many")).statusCode()).isEqualTo(404);
  }

  @Test
  void streamsEvents() throws Exception {
    HttpResponse<String> response = send(request("/demo/stream?events=2&ms=1"));
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(response.body()).isEqualTo("id: 1\ndata: event 1\n\nid: 2\ndata: event 2\n\n");
  }

  @Test
  void answersAgainAfterARestart() throws Exception {
    UPSTREAM.restart();
    assertThat(send(request("/demo/slow?ms=1")).statusCode()).isEqualTo(200);
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(UPSTREAM.baseUrl().resolve(path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
