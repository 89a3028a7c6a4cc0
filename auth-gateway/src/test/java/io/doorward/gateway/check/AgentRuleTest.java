package io.doorward.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.decision.AgentRule;
import io.doorward.contract.scope.Role;
import io.doorward.contract.snapshot.AgentSnapshot;
import io.doorward.contract.snapshot.AgentSnapshot.Visibility;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.gateway.support.Fixtures;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("S7")
class AgentRuleTest {
  private static final UUID ELSEWHERE = UUID.randomUUID();

  private static AgentSnapshot agent(Visibility visibility, boolean ours) {
    return new AgentSnapshot(
        AgentSnapshot.SCHEMA,
        UUID.randomUUID(),
        ours ? Fixtures.ORGANIZATION : ELSEWHERE,
        ours ? "acme" : "globex",
        visibility,
        "bob");
  }

  private static TokenSnapshot token(String owner, Role role, String... scopes) {
    return Fixtures.token(Fixtures.someLookup()).owner(owner).role(role).scopes(scopes).build();
  }

  @ParameterizedTest
  @CsvSource({
    "PRIVATE,      true,  carol, MEMBER, agents:read,  false, false",
    "PRIVATE,      true,  bob,   MEMBER, agents:read,  true,  true",
    "PRIVATE,      true,  carol, ADMIN,  tokens:admin, true,  true",
    "PRIVATE,      true,  carol, ADMIN,  tokens:write, false, false",
    "PRIVATE,      true,  carol, MEMBER, tokens:admin, false, false",
    "OTHER,        true,  carol, MEMBER, agents:read,  false, false",
    "PRIVATE,      false, bob,   OWNER,  *,            false, false",
    "ORGANIZATION, true,  carol, VIEWER, agents:read,  true,  true",
    "ORGANIZATION, false, bob,   OWNER,  *,            false, false",
    "PUBLIC,       true,  carol, VIEWER, agents:read,  true,  true",
    "PUBLIC,       false, bob,   OWNER,  *,            true,  false"
  })
  void theHolderOfATokenSeesAnAgentByItsVisibility(
      Visibility visibility,
      boolean ours,
      String owner,
      Role role,
      String scope,
      boolean reads,
      boolean runs) {
    AgentSnapshot agent = agent(visibility, ours);
    assertThat(AgentRule.sees(token(owner, role, scope), agent, false)).isEqualTo(reads);
    assertThat(AgentRule.sees(token(owner, role, scope), agent, true)).isEqualTo(runs);
  }

  @ParameterizedTest
  @CsvSource({
    "PRIVATE,      acme,   carol, MEMBER, false, false",
    "PRIVATE,      acme,   bob,   MEMBER, true,  true",
    "PRIVATE,      acme,   carol, ADMIN,  true,  true",
    "PRIVATE,      acme,   carol, ,       false, false",
    "PRIVATE,      globex, bob,   OWNER,  false, false",
    "ORGANIZATION, acme,   carol, ,       true,  true",
    "ORGANIZATION, globex, bob,   OWNER,  false, false",
    "PUBLIC,       globex, carol, ,       true,  false"
  })
  void aPersonSeesAnAgentByItsVisibility(
      Visibility visibility,
      String organization,
      String subject,
      Role role,
      boolean reads,
      boolean runs) {
    AgentSnapshot agent = agent(visibility, true);
    Optional<Role> known = Optional.ofNullable(role);
    assertThat(AgentRule.sees(organization, subject, known, agent, false)).isEqualTo(reads);
    assertThat(AgentRule.sees(organization, subject, known, agent, true)).isEqualTo(runs);
  }

  @Property
  @Tag("SCP-1")
  void whatIsConfinedSeesNothingElseAndWhoRunsAlsoReads(
      @ForAll Visibility visibility,
      @ForAll boolean ours,
      @ForAll Role role,
      @ForAll boolean toRun) {
    AgentSnapshot agent = agent(visibility, ours);
    TokenSnapshot confined =
        Fixtures.token(Fixtures.someLookup())
            .owner("bob")
            .role(role)
            .scopes("*")
            .agent(UUID.randomUUID())
            .build();
    assertThat(AgentRule.sees(confined, agent, toRun)).isFalse();
    assertThat(AgentRule.reaches(confined, Optional.of(agent.agentId()))).isFalse();
    assertThat(AgentRule.reaches(confined, Optional.empty())).isFalse();
    TokenSnapshot free = token("bob", role, "*");
    if (AgentRule.sees(free, agent, true)) {
      assertThat(AgentRule.sees(free, agent, false)).isTrue();
    }
  }
}
