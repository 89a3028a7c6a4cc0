package io.doorward.bench.gateway.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.token.ParsedToken;
import io.doorward.contract.token.TokenFormat;
import org.junit.jupiter.api.Test;

class CredentialsTest {
  private final TokenFormat format = TokenFormat.standard();

  @Test
  void unknownTokensAreWellFormedAndMalformedOnesAreNot() {
    assertThat(Credentials.unknown(20))
        .doesNotHaveDuplicates()
        .allMatch(token -> format.parse(token) instanceof ParsedToken.WellFormed);
    assertThat(Credentials.malformed(20))
        .doesNotHaveDuplicates()
        .allMatch(format::claims)
        .noneMatch(token -> format.parse(token) instanceof ParsedToken.WellFormed);
  }

  @Test
  void keysOfOthersAreNoTokens() {
    assertThat(Credentials.keys(20))
        .doesNotHaveDuplicates()
        .allMatch(key -> key.length() == 48)
        .noneMatch(format::claims);
  }
}
