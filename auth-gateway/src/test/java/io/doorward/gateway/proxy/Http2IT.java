package io.doorward.gateway.proxy;

import static io.doorward.gateway.support.Http2Socket.DATA;
import static io.doorward.gateway.support.Http2Socket.END_STREAM;
import static io.doorward.gateway.support.Http2Socket.GOAWAY;
import static io.doorward.gateway.support.Http2Socket.HEADERS;
import static io.doorward.gateway.support.Http2Socket.RST_STREAM;
import static io.doorward.gateway.support.Http2Socket.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http2Socket;
import io.doorward.gateway.support.RawSocket;
import io.doorward.gateway.support.StubUpstream;
import io.doorward.gateway.support.Suite;
import io.doorward.test.stack.StackResource;
import io.netty.handler.codec.http2.Http2Headers;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 in clear, as an ingress speaks it, and what must not get through it. */
@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
class Http2IT {
  @Inject Suite suite;
  @Inject Listeners listeners;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static StubUpstream.Received seen(String path) {
    return GatewayStubs.upstream().received(path).get(0);
  }

  @Test
  @Tag("GWY-1")
  @Tag("GWY-7")
  void aRequestPassesWithTheSameCheckAsAnyOther() throws IOException {
    Suite.Known token = suite.token(t -> t);
    try (Http2Socket client = new Http2Socket(suite.port())) {
      Http2Headers request =
          head("GET", "/things/h2?x=y")
              .add("authorization", "Bearer " + token.raw())
              .add("x-doorward-owner", "mallory")
              .add("x_doorward_owner", "mallory")
              .add("x-forwarded-for", "203.0.113.9")
              .add("cookie", "a=b")
              .add("cookie", "c=d")
              .add("x-kept", "yes");
      Http2Socket.Answer answer = client.request(1, request, true).answer(1);
      assertThat(answer.status()).isEqualTo("200");
      assertThat(answer.headers().get("x-request-id")).isNotNull();
      assertThat(answer.headers().get("connection")).isNull();
      assertThat(answer.body()).startsWith("GET /things/h2?x=y HTTP/1.1");
    }
    StubUpstream.Received seen = seen("/things/h2");
    assertThat(seen.head()).doesNotContain("mallory").doesNotContain(token.raw());
    assertThat(seen.header("X-Doorward-Owner")).containsExactly("carol");
    assertThat(seen.header("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(seen.header("X-Forwarded-Host")).containsExactly("a");
    assertThat(seen.header("Cookie")).containsExactly("a=b; c=d");
    assertThat(seen.header("X-Kept")).containsExactly("yes");
    assertThat(seen.header("Transfer-Encoding")).isEmpty();
    assertThat(seen.header("Content-Length")).isEmpty();
  }

  @Test
  void bodiesPassWithALengthAndWithout() throws IOException {
    try (Http2Socket client = new Http2Socket(suite.port())) {
      client
          .request(1, head("POST", "/open/h2-open"), false)
          .send(DATA, 0, 1, bytes("abc"))
          .send(DATA, END_STREAM, 1, bytes("def"));
      assertThat(client.answer(1).status()).isEqualTo("200");
      client
          .request(3, head("POST", "/open/h2-length").add("content-length", "3"), false)
          .send(DATA, END_STREAM, 3, bytes("xyz"));
      assertThat(client.answer(3).status()).isEqualTo("200");
    }
    assertThat(seen("/open/h2-open").body()).isEqualTo("abcdef");
    assertThat(seen("/open/h2-open").header("Transfer-Encoding")).containsExactly("chunked");
    assertThat(seen("/open/h2-length").body()).isEqualTo("xyz");
    assertThat(seen("/open/h2-length").header("Content-Length")).containsExactly("3");
  }

  @Test
  void requestsOnOneConnectionDoNotWaitForEachOther() throws IOException {
    GatewayStubs.upstream().answer("/open/h2-silent", StubUpstream.SILENCE);
    try (Http2Socket client = new Http2Socket(suite.port())) {
      client.request(1, head("GET", "/open/h2-silent"), true);
      for (int stream = 3; stream < 43; stream += 2) {
        assertThat(client.request(stream, head("GET", "/open/h2-many"), true).answer(stream))
            .extracting(Http2Socket.Answer::status)
            .isEqualTo("200");
      }
    }
  }

  @Test
  @Tag("GWY-1")
  void trailersAreDroppedBothWays() throws IOException {
    GatewayStubs.upstream()
        .answer(
            "/open/h2-trailer",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Doorward-Owner\r\n\r\n"
                + "2\r\nok\r\n0\r\nX-Doorward-Owner: mallory\r\nX-Other: mallory\r\n\r\n");
    try (Http2Socket client = new Http2Socket(suite.port())) {
      client
          .request(1, head("POST", "/open/h2-trailer"), false)
          .send(DATA, 0, 1, bytes("abc"))
          .request(1, trailer("x-doorward-owner", "mallory"), true);
      Http2Socket.Frame answer = client.first(f -> f.type() == HEADERS);
      assertThat(answer.headers().orElseThrow().toString())
          .contains("200")
          .doesNotContain("mallory");
      StringBuilder body = new StringBuilder();
      for (Http2Socket.Frame f = answer; !f.ends(); ) {
        f = client.next();
        assertThat(f.type()).isNotEqualTo(HEADERS);
        body.append(f.type() == DATA ? new String(f.payload(), StandardCharsets.US_ASCII) : "");
      }
      assertThat(body).hasToString("ok");
    }
    assertThat(seen("/open/h2-trailer").body()).isEqualTo("abc");
    assertThat(seen("/open/h2-trailer").head()).doesNotContain("mallory");
  }

  private static Http2Headers trailer(String name, String value) {
    return new io.netty.handler.codec.http2.DefaultHttp2Headers(false).add(name, value);
  }

  @ParameterizedTest
  @Tag("GWY-2")
  @Tag("GWY-3")
  @Tag("GWY-5")
  @ValueSource(
      strings = {
        // fields of a connection, which HTTP/2 has none of
        "connection: x-forwarded-for",
        "transfer-encoding: chunked",
        "upgrade: h2c",
        "keep-alive: 5",
        "proxy-connection: close",
        "te: gzip",
        // pseudo-header fields that are none, repeated, or late
        ":unknown: x",
        ":path: /open/other",
        ":method: POST",
        ":status: 200",
        ":protocol: websocket",
        // another host
        "host: b",
        "host: a|host: a",
        // what would become two lines in HTTP/1.1
        "x-a: b\r\nx-doorward-owner: mallory",
        "x-a\r\nx-doorward-owner: mallory",
        "x-a: b\u0000",
        "X-Upper: b",
        "x a: b",
        // lengths that do not fit
        "content-length: 5",
        "content-length: x",
        "content-length: 0|content-length: 5"
      })
  void isRefusedAndReachesNoUpstream(String fields) throws IOException {
    Http2Headers request = head("GET", "/open/h2-raw");
    for (String field : fields.split("\\|", -1)) {
      int colon = field.indexOf(": ");
      request.add(field.substring(0, colon), field.substring(colon + 2));
    }
    int before = GatewayStubs.upstream().count();
    try (Http2Socket client = new Http2Socket(suite.port())) {
      client.request(1, request, true);
      Http2Socket.Frame frame =
          client.first(f -> f.type() == RST_STREAM || f.type() == GOAWAY || f.type() == HEADERS);
      if (frame != null && frame.type() == HEADERS) {
        assertThat(frame.headers().orElseThrow().status()).hasToString("400");
      }
    }
    assertThat(GatewayStubs.upstream().count()).isEqualTo(before);
  }

  @ParameterizedTest
  @Tag("GWY-5")
  @Tag("GWY-6")
  @Tag("GWY-8")
  @ValueSource(
      strings = {
        "GET http://127.0.0.1/open/h2-target",
        "GET //127.0.0.1/open/h2-target",
        "GET *",
        "GET open/h2-target",
        "GET /open/../open/h2-target",
        "GET /open/h2-target HTTP/1.1\r\nX: y",
        "GET /open/h2-target%00",
        "GET /open/h2-target#x",
        "TRACE /open/h2-target",
        "PRI /open/h2-target"
      })
  void aTargetOrMethodThatIsNoneIsRefused(String line) throws IOException {
    int space = line.indexOf(' ');
    try (Http2Socket client = new Http2Socket(suite.port())) {
      client.request(1, head(line.substring(0, space), line.substring(space + 1)), true);
      Http2Socket.Frame frame =
          client.first(f -> f.type() == RST_STREAM || f.type() == GOAWAY || f.type() == HEADERS);
      if (frame != null && frame.type() == HEADERS) {
        assertThat(frame.headers().orElseThrow().status().toString()).isIn("400", "405");
      }
    }
    assertThat(GatewayStubs.upstream().received("/open/h2-target")).isEmpty();
  }

  @Test
  @Tag("GWY-5")
  void anAuthorityIsNeeded() throws IOException {
    Http2Headers request = head("GET", "/open/h2-raw");
    request.remove(":authority");
    try (Http2Socket client = new Http2Socket(suite.port())) {
      assertThat(client.request(1, request, true).answer(1).status()).isEqualTo("400");
      assertThat(client.request(3, request.add("host", "b:80"), true).answer(3).status())
          .isEqualTo("200");
    }
    assertThat(seen("/open/h2-raw").header("X-Forwarded-Host")).containsExactly("b:80");
  }

  @Test
  @Tag("DOS-1")
  void whatIsTooLargeIsRefusedAndTheConnectionGoesOn() throws IOException {
    try (Http2Socket client = new Http2Socket(suite.port())) {
      Http2Headers large = head("GET", "/open/h2-large").add("x-a", "a".repeat(17_000));
      client.request(1, large, true);
      assertThat(client.first(f -> f.type() == HEADERS).headers().orElseThrow().status())
          .hasToString("431");
      Http2Headers many = head("GET", "/open/h2-large");
      for (int i = 0; i < 150; i++) {
        many.add("x-" + i, "b");
      }
      assertThat(client.request(3, many, true).answer(3).status()).isEqualTo("431");
      Http2Headers body = head("POST", "/open/h2-large").add("content-length", "200001");
      assertThat(client.request(5, body, false).answer(5).status()).isEqualTo("413");
      assertThat(client.request(7, head("GET", "/open/h2-after"), true).answer(7).status())
          .isEqualTo("200");
    }
    assertThat(GatewayStubs.upstream().received("/open/h2-large")).isEmpty();
  }

  @Test
  @Tag("GWY-14")
  void anAnswerThatTheUpstreamCutsOffIsResetAndTheConnectionGoesOn() throws IOException {
    GatewayStubs.upstream()
        .answerAndClose("/open/h2-cut", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    try (Http2Socket client = new Http2Socket(suite.port())) {
      client.request(1, head("GET", "/open/h2-cut"), true);
      assertThat(client.first(f -> f.stream() == 1 && (f.ends() || f.type() == RST_STREAM)))
          .extracting(Http2Socket.Frame::type)
          .isEqualTo(RST_STREAM);
      assertThat(client.request(3, head("GET", "/open/h2-after"), true).answer(3).status())
          .isEqualTo("200");
    }
  }

  @Test
  @Tag("GWY-10")
  void anUpstreamCannotBreakOutOfAField() throws IOException {
    GatewayStubs.upstream()
        .answer("/open/h2-ctl", "HTTP/1.1 200 OK\r\nX-A: b\u0001\r\nContent-Length: 0\r\n\r\n");
    try (Http2Socket client = new Http2Socket(suite.port())) {
      assertThat(client.request(1, head("GET", "/open/h2-ctl"), true).answer(1).status())
          .isEqualTo("502");
    }
  }

  @Test
  @Tag("GWY-9")
  void itCanBeSwitchedOff() throws Exception {
    try (Listeners.Listener listener = listeners.start(Map.of("http2.clear-text", "false"));
        Http2Socket client = new Http2Socket(listener.port());
        RawSocket other = new RawSocket(listener.port())) {
      assertThat(client.request(1, head("GET", "/open/h2-off"), true).next().type()).isEqualTo('P');
      other.send("GET /open/h1 HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(other.answer()).contains("200 OK");
    }
    assertThat(GatewayStubs.upstream().received("/open/h2-off")).isEmpty();
  }

  @Test
  void aPrefaceInPiecesIsOneToo() throws IOException {
    try (RawSocket client = new RawSocket(suite.port())) {
      client.send("PRI * HT");
      client.send("TP/2.0\r\n\r\nSM\r\n\r");
      client.send("\n");
      client.send(Http2Socket.frame(Http2Socket.SETTINGS, 0, 0, new byte[0]));
      assertThat(client.read(9)[3]).isEqualTo((byte) Http2Socket.SETTINGS);
    }
    try (RawSocket client = new RawSocket(suite.port())) {
      client.send("P");
      client.send("OST /open/not-h2 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
      assertThat(client.answer()).contains("200 OK").contains("POST /open/not-h2");
    }
  }
}
