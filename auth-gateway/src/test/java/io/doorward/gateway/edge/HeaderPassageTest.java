package io.doorward.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.gateway.address.IpAddress;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("GWY-1")
@Tag("GWY-3")
class HeaderPassageTest {
  private final MultiMap from = MultiMap.caseInsensitiveMultiMap();
  private final MultiMap to = MultiMap.caseInsensitiveMultiMap();

  private static EdgeRequest request() {
    return new EdgeRequest(
        "the-id",
        Instant.EPOCH,
        IpAddress.parse("203.0.113.1").orElseThrow(),
        true,
        "GET",
        "api.example",
        "api.example:8443",
        "/",
        "");
  }

  @Test
  void whatConnectionNamesIsOnlyForThisHop() {
    from.add("Connection", "close, X-Secret-Hop ,x_other");
    from.add("X-Secret-Hop", "a").add("X-Other", "b").add("X-End", "c");
    HeaderPassage.toUpstream(request(), from, to);
    assertThat(to.names()).doesNotContain("Connection", "X-Secret-Hop", "X-Other");
    assertThat(to.get("X-End")).isEqualTo("c");
  }

  @Test
  void reservedNamesAreRemovedInAnyCaseAndWithUnderscores() {
    from.add("X-DOORWARD-Owner", "a")
        .add("x_doorward_owner", "b")
        .add("X-Doorward_Anything-New", "c");
    HeaderPassage.toUpstream(request(), from, to);
    assertThat(to.entries())
        .noneMatch(field -> field.getKey().toLowerCase(Locale.ROOT).contains("doorward"));
  }

  @Test
  void theCredentialDoesNotPass() {
    from.add("authorization", "Bearer x").add("X-API-Key", "x").add("X_Api_Key", "x");
    HeaderPassage.toUpstream(request(), from, to);
    assertThat(to.toString()).doesNotContain("Bearer").doesNotContain("pi-Key");
    assertThat(to.names()).hasSize(4);
  }

  @Test
  void theGatewaysOwnWordReplacesTheClients() {
    from.add("X-Forwarded-For", "198.51.100.1, 1.2.3.4")
        .add("Forwarded", "for=1.2.3.4")
        .add("X-Forwarded-Proto", "http")
        .add("X-Request-Id", "theirs");
    HeaderPassage.toUpstream(request(), from, to);
    assertThat(to.get("X-Forwarded-For")).isEqualTo("203.0.113.1");
    assertThat(to.get("X-Forwarded-Proto")).isEqualTo("https");
    assertThat(to.get("X-Forwarded-Host")).isEqualTo("api.example:8443");
    assertThat(to.get("X-Request-Id")).isEqualTo("the-id");
    assertThat(to.contains("Forwarded")).isFalse();
  }

  @Test
  @Tag("GWY-4")
  void nothingAProxyMightHaveSaidComesFromAClient() {
    from.add("X-Forwarded-Ssl", "on")
        .add("X-Forwarded-Client-Cert", "Subject=mallory")
        .add("X-Forwarded-Anything", "x")
        .add("CF-Connecting-IP", "192.0.2.1")
        .add("X.Doorward.Owner", "mallory")
        .add("X-Original-Host", "x");
    HeaderPassage.toUpstream(request(), from, to);
    assertThat(to.names())
        .containsExactlyInAnyOrder(
            "X-Request-Id", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host");
  }

  @Test
  void repeatedFieldsOfTheEndsPassInOrder() {
    from.add("Accept", "a").add("Accept", "b");
    HeaderPassage.toUpstream(request(), from, to);
    assertThat(to.getAll("Accept")).containsExactly("a", "b");
  }

  @Test
  @Tag("GWY-10")
  void anUpstreamMayNotSetWhatIsTheGatewaysToSay() {
    from.add("RateLimit", "x")
        .add("X_RateLimit_Limit", "x")
        .add("X-Doorward-Owner", "x")
        .add("Server", "x")
        .add("Transfer-Encoding", "chunked")
        .add("Set-Cookie", "kept");
    HeaderPassage.toClient(from, to);
    assertThat(to.names()).containsExactly("Set-Cookie");
  }
}
