package io.doorward.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.doorward.gateway.support.Certificates;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.RawSocket;
import io.doorward.gateway.support.StubUpstream;
import io.doorward.gateway.support.Suite;
import io.doorward.gateway.support.WebSockets;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@Tag("TLS-1")
class TlsIT {
  @TempDir Path folder;
  @Inject Suite suite;
  @Inject Listeners listeners;
  @Inject Vertx vertx;
  private Listeners.Listener listener;

  @BeforeEach
  void start() throws Exception {
    Certificates.write(folder, "first");
    listener =
        listeners.start(
            Map.of(
                "tls.certificate", folder.resolve("tls.crt").toString(),
                "tls.key", folder.resolve("tls.key").toString(),
                "tls.reload", "50ms"));
  }

  @AfterEach
  void stop() throws Exception {
    listener.close();
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  @Tag("G6")
  void bothVersionsOfHttpAreSpokenAndTheUpstreamIsTold(HttpClient.Version version)
      throws Exception {
    Suite.Known token = suite.token(t -> t);
    String path = "/things/tls-" + version;
    HttpClient client =
        HttpClient.newBuilder().sslContext(Certificates.trusting()).version(version).build();
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + listener.port() + path))
                .header("Authorization", "Bearer " + token.raw())
                .header("X-Forwarded-Proto", "http")
                .POST(HttpRequest.BodyPublishers.ofString("abc"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.version()).isEqualTo(version);
    StubUpstream.Received seen = GatewayStubs.upstream().received(path).get(0);
    assertThat(seen.header("X-Forwarded-Proto")).containsExactly("https");
    assertThat(seen.body()).isEqualTo("abc");
  }

  private SSLSocket socket(String... protocols) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            Certificates.trusting().getSocketFactory().createSocket("127.0.0.1", listener.port());
    SSLParameters parameters = socket.getSSLParameters();
    if (protocols.length > 0) {
      parameters.setProtocols(protocols);
    }
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(20_000);
    return socket;
  }

  @Test
  @Tag("GWY-9")
  void aWebSocketOpensOverTlsToo() throws Exception {
    GatewayStubs.upstream().converse("/open-sockets/tls", WebSockets::echo);
    try (RawSocket client = new RawSocket(socket())) {
      client.send(WebSockets.opening("/open-sockets/tls", ""));
      assertThat(client.upTo("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
      client.send(WebSockets.text("hello", true));
      assertThat(client.frame().text()).isEqualTo("hello");
      client.send(WebSockets.close(1_000, true));
      assertThat(client.frame().code()).isEqualTo(1_000);
    }
  }

  private String subject() throws Exception {
    try (SSLSocket socket = socket()) {
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getSubjectX500Principal()
          .getName();
    }
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.2", "TLSv1.3"})
  void theTwoVersionsOfTlsAreSpokenWithForwardSecrecy(String protocol) throws Exception {
    try (SSLSocket socket = socket(protocol)) {
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
      assertThat(socket.getSession().getCipherSuite()).matches("TLS_(AES|CHACHA20|ECDHE)_.*");
    }
  }

  /** A ClientHello (RFC 5246, section 7.4.1.2) that knows no newer version than this. */
  private static byte[] hello(int minor) {
    byte[] body =
        ByteBuffer.allocate(43)
            .put((byte) 3)
            .put((byte) minor)
            .put(new byte[32])
            .put((byte) 0)
            // Two cipher suites: ECDHE with AES in CBC mode, as those versions had them.
            .putShort((short) 4)
            .putShort((short) 0xc009)
            .putShort((short) 0xc013)
            .put((byte) 1)
            .put((byte) 0)
            .array();
    return ByteBuffer.allocate(9 + body.length)
        .put((byte) 22)
        .putShort((short) 0x301)
        .putShort((short) (4 + body.length))
        .putInt(1 << 24 | body.length)
        .put(body)
        .array();
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2"})
  void olderVersionsAreRefusedByAnAlert(int minor) throws Exception {
    try (RawSocket socket = new RawSocket(listener.port())) {
      byte[] answer = socket.send(hello(minor)).read(7);
      assertThat(answer[0]).as("an alert").isEqualTo((byte) 21);
      assertThat(answer[5]).as("a fatal one").isEqualTo((byte) 2);
      assertThat(answer[6]).as("protocol_version").isEqualTo((byte) 70);
    }
  }

  @Test
  @Tag("G6")
  void plainHttpIsNotAnsweredThere() throws Exception {
    int before = GatewayStubs.upstream().count();
    try (RawSocket socket = new RawSocket(listener.port())) {
      assertThat(socket.send("GET /open/plain HTTP/1.1\r\nHost: a\r\n\r\n").untilClosed())
          .doesNotContain("200");
    }
    assertThat(GatewayStubs.upstream().count()).isEqualTo(before);
  }

  @Test
  void aNewCertificateIsInForceForNewConnectionsAndABrokenOneIsNot() throws Exception {
    assertThat(subject()).isEqualTo("CN=first");
    try (SSLSocket open = socket()) {
      open.startHandshake();
      Certificates.write(folder, "second");
      await().until(() -> subject().equals("CN=second"));
      open.getOutputStream()
          .write("GET /open/tls HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(open.getInputStream().read()).isEqualTo('H');
    }
    Files.writeString(folder.resolve("tls.crt"), "no certificate");
    assertThat(subject()).isEqualTo("CN=second");
    Certificates.write(folder, "third");
    await().until(() -> subject().equals("CN=third"));
  }

  @Test
  void anUpstreamThatCannotProveWhoItIsIsNotSpokenTo() {
    var client = vertx.createHttpClient(ProxyVerticle.clientOptions());
    RequestOptions options =
        new RequestOptions()
            .setHost("127.0.0.1")
            .setPort(listener.port())
            .setSsl(true)
            .setURI("/open/untrusted");
    assertThatThrownBy(
            () ->
                client
                    .request(options)
                    .compose(HttpClientRequest::send)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(SSLHandshakeException.class);
    assertThat(GatewayStubs.upstream().received("/open/untrusted")).isEmpty();
  }

  @Test
  void theKeyOfAnotherCertificateStopsTheStart() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Certificates.write(other, "other");
    assertThatThrownBy(
            () ->
                listeners.start(
                    Map.of(
                        "tls.certificate", folder.resolve("tls.crt").toString(),
                        "tls.key", other.resolve("tls.key").toString())))
        .hasMessageContaining("the key is not the certificate's");
  }

  @Test
  void oneFileOfTheTwoStopsTheStart() {
    assertThatThrownBy(
            () -> listeners.start(Map.of("tls.key", folder.resolve("tls.key").toString())))
        .hasMessageContaining("tls.certificate");
  }
}
