package io.doorward.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.RawSocket;
import io.doorward.gateway.support.Suite;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes no well-behaved client sends. {@code ~} stands for CR LF, {@code ^} for LF alone. */
@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
class RawSocketIT {
  @Inject Suite suite;

  private static String bytes(String text) {
    return text.replace("~", "\r\n").replace("^", "\n");
  }

  @ParameterizedTest
  @Tag("GWY-2")
  @ValueSource(
      strings = {
        // both lengths, either way round
        "POST /open/raw HTTP/1.1~Host: a~Content-Length: 6~Transfer-Encoding: chunked~~0~~GETX",
        "POST /open/raw HTTP/1.1~Host: a~Transfer-Encoding: chunked~Content-Length: 4~~5c~x~0~~",
        "POST /open/raw HTTP/1.0~Host: a~Transfer-Encoding: chunked~Content-Length: 4~~0~~",
        "POST /open/raw HTTP/1.0~Host: a~Transfer-Encoding: chunked~~0~~",
        // lengths that differ, repeat, or are none
        "POST /open/raw HTTP/1.1~Host: a~Content-Length: 1~Content-Length: 2~~xx",
        "POST /open/raw HTTP/1.1~Host: a~Content-Length: 1~Content-Length: 1~~x",
        "POST /open/raw HTTP/1.1~Host: a~Content-Length: 1, 1~~x",
        "POST /open/raw HTTP/1.1~Host: a~Content-Length: +1~~x",
        "POST /open/raw HTTP/1.1~Host: a~Content-Length: -1~~x",
        "POST /open/raw HTTP/1.1~Host: a~Content-Length: 0x1~~x",
        "POST /open/raw HTTP/1.1~Host: a~Content-Length: 1 1~~x",
        "POST /open/raw HTTP/1.1~Host: a~Content-Length: ~~x",
        // codings that are none, or more than one
        "POST /open/raw HTTP/1.1~Host: a~Transfer-Encoding: xchunked~~0~~",
        "POST /open/raw HTTP/1.1~Host: a~Transfer-Encoding: identity~~0~~",
        "POST /open/raw HTTP/1.1~Host: a~Transfer-Encoding: gzip, chunked~~0~~",
        "POST /open/raw HTTP/1.1~Host: a~Transfer-Encoding: chunked, identity~~0~~",
        "POST /open/raw HTTP/1.1~Host: a~Transfer-Encoding: chunked~Transfer-Encoding: x~~0~~",
        "POST /open/raw HTTP/1.1~Host: a~Transfer-Encoding: x~Transfer-Encoding: chunked~~0~~",
        "POST /open/raw HTTP/1.1~Host: a~Transfer-Encoding : chunked~~0~~",
        "POST /open/raw HTTP/1.1~Host: a~Transfer-Encoding:~ chunked~~0~~",
        "POST /open/raw HTTP/1.1~Host: a~Transfer-Encoding: \u000bchunked~~0~~",
        // folded lines, white space where none may be
        "GET /open/raw HTTP/1.1~Host: a~X-A: b~ c~~",
        "GET /open/raw HTTP/1.1~Host: a~X-A: b~\tc~~",
        "GET /open/raw HTTP/1.1~ Host: a~~",
        " GET /open/raw HTTP/1.1~Host: a~~",
        "GET /open/raw HTTP/1.1~Host : a~~",
        "GET /open/raw HTTP/1.1~Host: a~X A: b~~",
        "GET /open/raw HTTP/1.1~Host: a~: b~~",
        "GET /open/raw HTTP/1.1~Host: a~X-A~~",
        // bare LF, bare CR, NUL
        "GET /open/raw HTTP/1.1^Host: a^^",
        "GET /open/raw HTTP/1.1~Host: a^X-A: b~~",
        "GET /open/raw HTTP/1.1~Host: a~X-A: b\rX-B: c~~",
        "GET /open/raw HTTP/1.1~Host: a~X-A: b\u0000~~",
        "GET /open/raw HTTP/1.1~Host: a~X-\u0000A: b~~",
        // hosts and targets
        "GET /open/raw HTTP/1.1~~",
        "GET /open/raw HTTP/1.1~Host: a~Host: b~~",
        "GET /open/raw HTTP/1.1~Host: a, b~~",
        "GET /open/raw HTTP/1.1~Host: a/b~~",
        "GET http://127.0.0.1/open/raw HTTP/1.1~Host: a~~",
        "GET //127.0.0.1/open/raw HTTP/1.1~Host: a~~",
        "GET open/raw HTTP/1.1~Host: a~~",
        "GET /open/../open/raw HTTP/1.1~Host: a~~",
        "GET /open/%2e%2e/open/raw HTTP/1.1~Host: a~~",
        "GET /open/raw%00 HTTP/1.1~Host: a~~",
        "GET /open/raw;x=y HTTP/1.1~Host: a~~",
        "GET /open/raw HTTP/3.7~Host: a~~",
        "GET /open/raw~Host: a~~",
        "CONNECT 127.0.0.1:80 HTTP/1.1~Host: a~~",
      })
  void isAnsweredWithAnErrorOnceAndReachesNoUpstream(String request) throws IOException {
    int before = GatewayStubs.upstream().count();
    try (RawSocket socket = new RawSocket(suite.port())) {
      String all = socket.send(bytes(request)).untilClosed();
      assertThat(all).matches("(?s)(HTTP/\\d.\\d (4\\d\\d|501|505) .*)?");
      assertThat(all.split("HTTP/\\d.\\d ", -1).length - 1).isLessThanOrEqualTo(1);
    }
    assertThat(GatewayStubs.upstream().count()).isEqualTo(before);
  }

  @ParameterizedTest
  @Tag("GWY-2")
  @ValueSource(
      strings = {
        "zz~x~0~~",
        "1~xy~0~~",
        "1^x^0^^",
        "1;a=\nb~x~0~~",
        "-1~x~0~~",
        "100000000~x~0~~",
        "1~x0~~"
      })
  void aMalformedChunkEndsTheConnectionAndSmugglesNothing(String chunks) throws IOException {
    int before = GatewayStubs.upstream().received("/open/chunks").size();
    try (RawSocket socket = new RawSocket(suite.port())) {
      String all =
          socket
              .send(
                  bytes(
                      "POST /open/chunks HTTP/1.1~Host: a~Transfer-Encoding: chunked~~"
                          + chunks
                          + "GET /open/smuggled HTTP/1.1~Host: a~~"))
              .untilClosed();
      assertThat(all).doesNotContain("200 OK");
    }
    assertThat(GatewayStubs.upstream().received("/open/smuggled")).isEmpty();
    assertThat(GatewayStubs.upstream().received("/open/chunks")).hasSize(before);
  }

  @Test
  @Tag("GWY-2")
  void chunkExtensionsEndAtTheGateway() throws IOException {
    try (RawSocket socket = new RawSocket(suite.port())) {
      socket.send(
          bytes(
              "POST /open/extension HTTP/1.1~Host: a~Transfer-Encoding: chunked~~"
                  + "3;a=b;c=\"d\"~abc~0;e~~"));
      assertThat(socket.answer()).contains("200 OK");
      String endless = "3;" + "a".repeat(20_000) + "~abc~0~~";
      assertThat(
              socket
                  .send(
                      bytes(
                          "POST /open/extension-long HTTP/1.1~Host: a~Transfer-Encoding: chunked~~"
                              + endless))
                  .untilClosed())
          .doesNotContain("200 OK");
    }
    assertThat(GatewayStubs.upstream().received("/open/extension").get(0).body()).isEqualTo("abc");
    assertThat(GatewayStubs.upstream().received("/open/extension-long"))
        .noneMatch(seen -> seen.body().contains("abc"));
  }

  @Test
  @Tag("GWY-2")
  void afterARefusalNothingMoreOfThePipelineIsRead() throws IOException {
    try (RawSocket socket = new RawSocket(suite.port())) {
      String all =
          socket
              .send(
                  bytes(
                      "POST /open/raw HTTP/1.1~Host: a~Transfer-Encoding: xchunked~~"
                          + "GET /open/behind HTTP/1.1~Host: a~~".repeat(20)))
              .untilClosed();
      assertThat(all).startsWith("HTTP/1.1 400 ");
    }
    assertThat(GatewayStubs.upstream().received("/open/behind")).isEmpty();
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws IOException {
    try (RawSocket socket = new RawSocket(suite.port())) {
      socket.send(
          bytes(
              "GET /open/first HTTP/1.1~Host: a~~POST /open/second HTTP/1.1~Host: a~"
                  + "Content-Length: 3~~abcGET /open/third HTTP/1.1~Host: a~~"));
      assertThat(socket.answer()).contains("200 OK").contains("GET /open/first");
      assertThat(socket.answer()).contains("200 OK").contains("POST /open/second");
      assertThat(socket.answer()).contains("200 OK").contains("GET /open/third");
    }
  }

  @Test
  @Tag("GWY-1")
  void trailersDoNotReachTheUpstream() throws IOException {
    try (RawSocket socket = new RawSocket(suite.port())) {
      socket.send(
          bytes(
              "POST /open/trailer HTTP/1.1~Host: a~Transfer-Encoding: chunked~"
                  + "Trailer: X-Doorward-Owner~~3~abc~0~X-Doorward-Owner: mallory~~"));
      assertThat(socket.answer()).contains("200 OK");
    }
    var seen = GatewayStubs.upstream().received("/open/trailer").get(0);
    assertThat(seen.head()).doesNotContain("mallory").doesNotContain("Trailer");
    assertThat(seen.body()).isEqualTo("abc");
    assertThat(seen.header("Transfer-Encoding")).containsExactly("chunked");
    assertThat(seen.header("Content-Length")).isEmpty();
  }

  @Test
  @Tag("GWY-3")
  void connectionCannotRemoveWhatTheGatewayLooksAt() throws IOException {
    Suite.Known token = suite.token(t -> t.allowedIps("203.0.113.0/24"));
    try (RawSocket socket = new RawSocket(suite.port())) {
      socket.send(
          bytes(
              "GET /open/nominated HTTP/1.1~Host: a~Authorization: Bearer "
                  + token.raw()
                  + "~Connection: Authorization, X-Forwarded-For, X-Doorward-Owner~~"));
      assertThat(socket.answer()).contains("403").contains("ip_not_allowed");
    }
  }

  @ParameterizedTest
  @Tag("DOS-1")
  @CsvSource({"line, 414", "header, 431", "headers, 431", "body, 413", "chunked, 413"})
  void whatIsTooLargeIsRefusedAndTold(String what, int status) throws IOException {
    String request =
        switch (what) {
          case "line" -> "GET /open/" + "a".repeat(9_000) + " HTTP/1.1~Host: a~~";
          case "header" -> "GET /open/big HTTP/1.1~Host: a~X-A: " + "a".repeat(20_000) + "~~";
          case "headers" -> "GET /open/big HTTP/1.1~Host: a~" + "X-A: b~".repeat(150) + "~";
          case "body" -> "POST /open/big HTTP/1.1~Host: a~Content-Length: 200001~~";
          default ->
              "POST /open/big HTTP/1.1~Host: a~Transfer-Encoding: chunked~~"
                  + ("8000~" + "a".repeat(0x8000) + "~").repeat(8)
                  + "0~~";
        };
    int before = GatewayStubs.upstream().received("/open/big").size();
    try (RawSocket socket = new RawSocket(suite.port())) {
      socket.send(bytes(request));
      assertThat(socket.answer())
          .matches("(?s)HTTP/1.[01] " + status + " .*")
          .contains("application/problem+json");
    }
    assertThat(GatewayStubs.upstream().received("/open/big")).hasSize(before);
  }

  @Test
  @Tag("GWY-8")
  void traceIsNotPassedOn() throws IOException {
    try (RawSocket socket = new RawSocket(suite.port())) {
      assertThat(socket.send(bytes("TRACE /open/trace HTTP/1.1~Host: a~~")).answer())
          .contains("405")
          .contains("Allow: GET, HEAD, POST")
          .contains("method_not_allowed");
    }
  }

  @Test
  @Tag("GWY-9")
  void anUpgradeIsNotPassedOn() throws IOException {
    try (RawSocket socket = new RawSocket(suite.port())) {
      socket.send(
          bytes(
              "GET /open/upgrade HTTP/1.1~Host: a~Connection: Upgrade, HTTP2-Settings~"
                  + "Upgrade: h2c~HTTP2-Settings: AAMAAABkAAQAAP__~~"));
      assertThat(socket.answer()).contains("200 OK");
    }
    assertThat(GatewayStubs.upstream().received("/open/upgrade").get(0).head())
        .doesNotContain("pgrade:")
        .doesNotContain("HTTP2");
  }

  @Test
  @Tag("DOS-2")
  void aHeadThatDoesNotEndIsCutOff() throws IOException {
    try (RawSocket socket = new RawSocket(suite.port())) {
      assertThat(socket.send(bytes("GET /open/slow HTTP/1.1~Host: a~X-")).untilClosed()).isEmpty();
    }
    assertThat(GatewayStubs.upstream().received("/open/slow")).isEmpty();
  }
}
