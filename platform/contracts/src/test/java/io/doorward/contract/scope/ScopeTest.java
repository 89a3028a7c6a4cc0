package io.doorward.contract.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

class ScopeTest {
  @Provide
  Arbitrary<Scope> scopes() {
    Arbitrary<String> resource = Arbitraries.of("agents", "mcp:tools", "org", "tokens", "audit");
    Arbitrary<String> action = Arbitraries.of("read", "write", "admin", "call", "*");
    return Arbitraries.oneOf(
            Arbitraries.of("*", "read", "write"),
            resource.flatMap(r -> action.map(a -> r + ":" + a)))
        .map(Scope::new);
  }

  @Property
  @Tag("S2")
  void implicationIsReflexiveAndTransitive(
      @ForAll("scopes") Scope a, @ForAll("scopes") Scope b, @ForAll("scopes") Scope c) {
    assertThat(a.implies(a)).isTrue();
    if (a.implies(b) && b.implies(c)) {
      assertThat(a.implies(c)).isTrue();
    }
  }

  @Property
  @Tag("S3")
  @Tag("SCP-1")
  void aRoleNeverPermitsLessThanTheOneBelowNorMoreByAWeakerScope(
      @ForAll Role role, @ForAll("scopes") Scope stronger, @ForAll("scopes") Scope weaker) {
    for (Role other : Role.values()) {
      if (other.compareTo(role) > 0 && role.permits(weaker)) {
        assertThat(other.permits(weaker)).as("%s %s", other, weaker).isTrue();
      }
    }
    if (stronger.implies(weaker) && role.permits(stronger)) {
      assertThat(role.permits(weaker)).as("%s: %s > %s", role, stronger, weaker).isTrue();
    }
  }

  @Test
  void strongerActionsAndWildcardsImplyWeakerOnes() {
    assertThat(new Scope("agents:write").implies(new Scope("agents:read"))).isTrue();
    assertThat(new Scope("agents:*").implies(new Scope("agents:runs:read"))).isTrue();
    assertThat(new Scope("write").implies(new Scope("read"))).isTrue();
    assertThat(new Scope("*").implies(new Scope("agents:*"))).isTrue();

    assertThat(new Scope("agents:read").implies(new Scope("agents:write"))).isFalse();
    assertThat(new Scope("agents:*").implies(new Scope("agents"))).isFalse();
    assertThat(new Scope("agents:*").implies(new Scope("agentsx:read"))).isFalse();
    assertThat(new Scope("read").implies(new Scope("agents:read"))).isFalse();
    assertThat(new Scope("agents:admin").implies(new Scope("agents:*"))).isFalse();
  }

  @Test
  @Tag("BRR-6")
  void whatIsNoScopeIsRefused() {
    for (String wrong :
        List.of(
            "",
            " ",
            "Agents:read",
            "agents:read ",
            "agents::read",
            ":read",
            "agents:",
            "*:read",
            "agents:*:read",
            "agents:rea\"d",
            "agents:read\r\n",
            "\u0430gents:read",
            "a".repeat(129))) {
      assertThatThrownBy(() -> new Scope(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aSetGrantsWhatOneOfItsScopesImplies() {
    ScopeSet set = ScopeSet.ofSpaceSeparated("demo:read agents:* demo:read");
    assertThat(set.spaceSeparated()).isEqualTo("agents:* demo:read");
    assertThat(set.grants(new Scope("agents:write"))).isTrue();
    assertThat(set.grants(new Scope("demo:write"))).isFalse();
    assertThat(set.covers(ScopeSet.of("agents:read", "demo:read"))).isTrue();
    assertThat(set.covers(ScopeSet.of("*"))).isFalse();
    assertThat(ScopeSet.EMPTY.covers(ScopeSet.of("demo:read"))).isFalse();
  }
}
