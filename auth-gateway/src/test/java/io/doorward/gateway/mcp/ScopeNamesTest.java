package io.doorward.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.scope.Scope;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

@Tag("G9")
class ScopeNamesTest {
  @Provide
  Arbitrary<String> names() {
    return Arbitraries.oneOf(
            Arbitraries.strings().withChars("abzxAZX09_-./*:..--  é").ofMaxLength(12),
            Arbitraries.of("read", "write", "admin", "Read", "x.--read", ".-2e", "..a", "", "x.--"))
        .filter(name -> StandardCharsets.UTF_8.newEncoder().canEncode(name));
  }

  @Property(tries = 5_000)
  void noTwoNamesHaveTheSameScope(@ForAll("names") String name) {
    String segment = ScopeNames.segment(name);
    assertThat(Scope.isScope("mcp:tools:call:" + segment)).as(segment).isTrue();
    assertThat(decoded(segment)).isEqualTo(name);
  }

  @Property(tries = 5_000)
  void theScopeOfOneToolGrantsNoOther(@ForAll("names") String one, @ForAll("names") String other) {
    Scope held = new Scope("mcp:tools:call:" + ScopeNames.segment(one));
    Scope needed = new Scope("mcp:tools:call:" + ScopeNames.segment(other));
    assertThat(held.implies(needed)).isEqualTo(one.equals(other));
    assertThat(new Scope("mcp:tools:call:*").implies(needed)).isTrue();
  }

  @Example
  void usualNamesStayReadable() {
    Map.of(
            "get_weather", "get_weather",
            "create-issue", "create-issue",
            "admin.tools.list", "admin.tools.list",
            "getUser", "get..user",
            "DATA_v2", "x.--..d..a..t..a_v2",
            "github/create", "github.-2fcreate",
            "write", "x.--write",
            "*", "x.--.-2a")
        .forEach((name, segment) -> assertThat(ScopeNames.segment(name)).isEqualTo(segment));
  }

  @Example
  void theTableOfTheManualIsRight() throws Exception {
    Matcher row =
        Pattern.compile("\\| `([^`]+)` \\| `mcp:tools:call:([^`]+)` \\|")
            .matcher(Files.readString(Path.of("../docs/mcp.md")));
    int rows = 0;
    for (; row.find(); rows++) {
      assertThat(ScopeNames.segment(row.group(1))).isEqualTo(row.group(2));
    }
    assertThat(rows).isEqualTo(5);
  }

  @Example
  void aNameTooLongForAScopeHasNoneOfItsOwn() {
    assertThat(ScopeNames.below("mcp:tools:call", "a".repeat(113))).isPresent();
    for (String name : List.of("a".repeat(114), "A".repeat(60), "a".repeat(1_000_000))) {
      assertThat(ScopeNames.below("mcp:tools:call", name)).isEmpty();
    }
  }

  /** Reads the form as it is documented, to show that nothing is lost in it. */
  private static String decoded(String segment) {
    String rest = segment.startsWith("x.--") ? segment.substring(4) : segment;
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.charAt(i);
      char next = i + 1 < rest.length() ? rest.charAt(i + 1) : 0;
      if (c == '.' && next == '.') {
        octets.write(Character.toUpperCase(rest.charAt(i + 2)));
        i += 2;
      } else if (c == '.' && next == '-') {
        octets.write(Integer.parseInt(rest.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        octets.write(c);
      }
    }
    return octets.toString(StandardCharsets.UTF_8);
  }
}
