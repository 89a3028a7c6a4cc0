package io.doorward.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("GWY-1")
class IntroductionTest {
  @Test
  void noTwoNamesBecomeOneOnTheWayIntoAHeader() {
    assertThat(Introduction.safe("auth0|carol@x.example")).isEqualTo("auth0|carol@x.example");
    assertThat(Introduction.safe("carol\u00e9")).isEqualTo("carol%C3%A9");
    assertThat(Introduction.safe("carol ")).isEqualTo("carol%20");
    assertThat(Introduction.safe("carol%20")).isEqualTo("carol%2520");
    assertThat(Introduction.safe("carol\r\nX: y")).isEqualTo("carol%0D%0AX:%20y");
  }
}
