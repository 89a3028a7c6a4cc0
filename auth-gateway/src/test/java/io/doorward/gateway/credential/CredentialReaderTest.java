package io.doorward.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.token.TokenFormat;
import io.doorward.gateway.support.Fixtures;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("G1")
class CredentialReaderTest {
  private final TokenFormat format = TokenFormat.standard();
  private final CredentialReader reader =
      new CredentialReader(format, new TokenScrubber(format), false);
  private final String token = Fixtures.mint().reveal();

  private String read(String... headers) {
    MultiMap map = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < headers.length; i += 2) {
      map.add(headers[i], headers[i + 1]);
    }
    return reader.read(map, "/path", "").getClass().getSimpleName();
  }

  @Test
  @Tag("BRR-5")
  void aTokenIsFoundInEitherHeaderWhateverTheCaseOfTheScheme() {
    assertThat(read("Authorization", "Bearer " + token)).isEqualTo("ApiToken");
    assertThat(read("authorization", "bEARER   " + token)).isEqualTo("ApiToken");
    assertThat(read("x-api-key", token)).isEqualTo("ApiToken");
    assertThat(read("Authorization", "Bearer aaa.bbb.ccc")).isEqualTo("Session");
  }

  @ParameterizedTest
  @CsvSource({
    "Basic dXNlcjpwYXNz, Absent",
    "Bearer, Malformed",
    "'Bearer ', Malformed",
    "Bearertoken, Absent",
    "Bearer one two, Malformed",
    "Bearer a.b, Malformed",
    "Bearer a.b.c.d, Malformed",
    "Bearer dwp_live_short, Malformed",
    "'Bearer a, Bearer b', Several"
  })
  void whatIsNoCredentialOfOursIsToldApart(String value, String found) {
    assertThat(read("Authorization", value)).isEqualTo(found);
  }

  @Test
  @Tag("BRR-3")
  void twoOfAnyKindAreSeveral() {
    assertThat(read("Authorization", "Bearer " + token, "Authorization", "Bearer " + token))
        .isEqualTo("Several");
    assertThat(read("Authorization", "Basic x", "X-API-Key", token)).isEqualTo("Several");
    assertThat(read("X-API-Key", token + "," + token)).isEqualTo("Several");
  }

  @Test
  @Tag("BRR-4")
  void aTokenInTheTargetIsSeenThroughEscapes() {
    MultiMap none = MultiMap.caseInsensitiveMultiMap();
    assertThat(reader.read(none, "/a", "x=" + token))
        .isInstanceOf(PresentedCredential.InTarget.class);
    assertThat(reader.read(none, "/a", "x=" + token.replace("_", "%5f")))
        .isInstanceOf(PresentedCredential.InTarget.class);
    assertThat(reader.read(none, "/" + token + "/b", ""))
        .isInstanceOf(PresentedCredential.InTarget.class);
    assertThat(reader.read(none, "/a", "x=%zz&y=_live_"))
        .isInstanceOf(PresentedCredential.Absent.class);
  }

  @Test
  @Tag("TOK-5")
  void everyChangeOfOneCharacterMakesItMalformedOrAnother() {
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(read("Authorization", "Bearer " + changed)).isNotEqualTo("ApiToken");
    }
    assertThat(read("Authorization", "Bearer " + token + "=")).isEqualTo("Malformed");
    assertThat(read("Authorization", "Bearer " + "x".repeat(9000))).isEqualTo("Malformed");
  }

  @Test
  @Tag("STO-3")
  void noCredentialPrintsItself() {
    MultiMap map = MultiMap.caseInsensitiveMultiMap().add("Authorization", "Bearer " + token);
    assertThat(reader.read(map, "/", "").toString()).doesNotContain(token);
    map.set("Authorization", "Bearer aaa.bbb.ccc");
    assertThat(reader.read(map, "/", "").toString()).doesNotContain("bbb");
    assertThat(new TokenScrubber(format).scrub("curl/" + token + " x")).isEqualTo("curl/*** x");
  }

  @Property
  void neverThrows(@ForAll String authorization, @ForAll String key, @ForAll String query) {
    MultiMap map =
        MultiMap.caseInsensitiveMultiMap()
            .add("Authorization", authorization)
            .add("X-API-Key", key);
    assertThat(reader.read(map, "/" + query, query)).isNotNull();
    map.remove("X-API-Key");
    assertThat(reader.read(map, "/" + query, query)).isNotNull();
  }

  @ParameterizedTest
  @Tag("BRR-4")
  @Tag("STO-3")
  @ValueSource(
      strings = {
        "bad=%zz&x=TOKEN",
        "bad=%&x=ESCAPED",
        "x=TWICE",
        "x=%3DTOKEN",
        "key_TOKEN",
        "access_token=aaa.bbb.ccc",
        "a=b&Access%5Ftoken=x"
      })
  void noBadEscapeOrNeighbourHidesACredentialInTheQuery(String form) {
    String escaped = token.replace("_", "%5F");
    String query =
        form.replace("TOKEN", token)
            .replace("ESCAPED", escaped)
            .replace("TWICE", escaped.replace("%", "%25"));
    assertThat(reader.read(MultiMap.caseInsensitiveMultiMap(), "/a", query))
        .isInstanceOf(PresentedCredential.InTarget.class);
  }

  @Test
  @Tag("STO-3")
  void aTokenBehindAnEscapeIsSeenInThePathAndWrittenDownNowhere() {
    String path = "/a/key%3D" + token;
    assertThat(reader.read(MultiMap.caseInsensitiveMultiMap(), path, ""))
        .isInstanceOf(PresentedCredential.InTarget.class);
    TokenScrubber scrubber = new TokenScrubber(format);
    assertThat(scrubber.scrub(path)).isEqualTo("/a/key%3D***");
    assertThat(scrubber.scrub("x " + token.replace("_", "%5F"))).isEqualTo("***");
  }

  @ParameterizedTest
  @Tag("BRR-3")
  @Tag("BRR-4")
  @CsvSource({
    "key=TOKEN, ApiToken",
    "a=1&key=TOKEN&b, ApiToken",
    "k%65y=ESCAPED, ApiToken",
    "key=TWICE, Malformed",
    "key=, Malformed",
    "key, Malformed",
    "key=aaa.bbb.ccc, Malformed",
    "'key=TOKEN,TOKEN', Several",
    "key=TOKEN&key=TOKEN, Several",
    "key=&key=TOKEN, Several",
    "key=TOKEN&x=TOKEN, InTarget",
    "key=TOKEN&access_token=x, InTarget",
    "KEY=TOKEN, InTarget",
    "'x=1;key=TOKEN', InTarget",
    "'x=1;key=anything', InTarget",
    "Key=anything, InTarget",
    "a=b, Absent",
    "'', Absent"
  })
  void aTokenIsFoundInTheQueryUnderTheNameThatTheRouteGives(String form, String found) {
    String escaped = token.replace("_", "%5F");
    String query =
        form.replace("TOKEN", token)
            .replace("ESCAPED", escaped)
            .replace("TWICE", escaped.replace("%", "%25"));
    MultiMap none = MultiMap.caseInsensitiveMultiMap();
    assertThat(reader.read(none, "/a", query, Optional.of("key")).getClass().getSimpleName())
        .isEqualTo(found);
    MultiMap both = MultiMap.caseInsensitiveMultiMap().add("X-API-Key", token);
    if (!found.equals("Absent") && !found.equals("InTarget")) {
      assertThat(QueryKey.without(query, "key")).doesNotContain("key=").doesNotContain("k%65y");
      assertThat(reader.read(both, "/a", query, Optional.of("key")))
          .isInstanceOf(PresentedCredential.Several.class);
    }
  }

  @Test
  @Tag("BRR-4")
  void onlyTheOneParameterIsTakenOutOfAQuery() {
    assertThat(QueryKey.without("a=1&key=x&b=%20&&c", "key")).isEqualTo("a=1&b=%20&&c");
    assertThat(QueryKey.without("key=x", "key")).isEmpty();
    assertThat(QueryKey.without("keys=x&akey=y&KEY", "key")).isEqualTo("keys=x&akey=y&KEY");
  }

  @Test
  @Tag("TOK-3")
  void keysOfAnotherSystemAreReadOnlyWhereTheyAreAccepted() {
    CredentialReader accepting = new CredentialReader(format, new TokenScrubber(format), true);
    String legacy = "sk_live_0123456789abcdef";
    assertThat(read("X-API-Key", legacy)).isEqualTo("Malformed");
    assertThat(accepting.read(header(legacy), "/path", ""))
        .isInstanceOf(PresentedCredential.Foreign.class)
        .asString()
        .doesNotContain(legacy);
    for (String other : List.of("dwp_live_0123456789abcdef", "short", "x y 0123456789abcdef")) {
      assertThat(accepting.read(header(other), "/path", ""))
          .isInstanceOf(PresentedCredential.Malformed.class);
    }
  }

  private static MultiMap header(String key) {
    return MultiMap.caseInsensitiveMultiMap().add("X-API-Key", key);
  }
}
