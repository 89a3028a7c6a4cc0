package io.doorward.gateway.inquiry;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.gateway.edge.RelayedRequest;
import io.vertx.core.MultiMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** What a client adds never changes which request is meant. */
class ToldTest {
  private static MultiMap original(String url) {
    return MultiMap.caseInsensitiveMultiMap()
        .add("X-Original-Method", "POST")
        .add("X-Original-URL", url)
        .add("X-Forwarded-For", "203.0.113.5");
  }

  @Property(tries = 300)
  @Tag("FWD-5")
  void aFieldOfTheOtherFamilySaysTheSameOrTheAnswerIsNo(
      @ForAll @AlphaChars @StringLength(max = 4) String told,
      @ForAll @AlphaChars @StringLength(max = 4) String added) {
    Told result =
        Told.byOriginalFields(
            original("https://api.example/" + told).add("X-Forwarded-Uri", "/" + added));
    if (told.equals(added)) {
      assertThat(result)
          .isEqualTo(new Told.Request(new RelayedRequest("POST", true, "api.example", "/" + told)));
    } else {
      assertThat(result).isInstanceOf(Told.Unclear.class);
    }
  }

  @Test
  @org.junit.jupiter.api.Tag("FWD-5")
  void aUrlIsTakenApartWhereItsPathBegins() {
    assertThat(Told.byOriginalFields(original("http://api.example:81/a?b=//c")))
        .isEqualTo(
            new Told.Request(new RelayedRequest("POST", false, "api.example:81", "/a?b=//c")));
    for (String odd : new String[] {"/only/a/path", "ftp://api.example/a", "https://api.example"}) {
      assertThat(Told.byOriginalFields(original(odd))).isInstanceOf(Told.Unclear.class);
    }
  }
}
