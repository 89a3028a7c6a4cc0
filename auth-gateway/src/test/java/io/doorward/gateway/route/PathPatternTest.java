package io.doorward.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("G2")
class PathPatternTest {

  @ParameterizedTest
  @CsvSource({
    "/a/b, /a/b, true",
    "/a/b, /a/b/, false",
    "/a/b, /a/bc, false",
    "/a/b, /A/b, false",
    "/a/{id}, /a/1, true",
    "/a/{id}, /a/, false",
    "/a/{id}, /a, false",
    "/a/{id}, /a/1/2, false",
    "/a/{id}/c, /a/1/c, true",
    "/a/**, /a, true",
    "/a/**, /a/, true",
    "/a/**, /a/b/c, true",
    "/a/**, /ab, false",
    "/**, /, true",
    "/**, /x, true",
    "/, /, true",
    "/, /x, false"
  })
  void matchesByWholeSegments(String pattern, String path, boolean matches) {
    assertThat(PathPattern.of(pattern).matches(path)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "", "/a//b", "/a/**/b", "/a/*", "/a/{id", "/a/x{id}", "/a/../b", "/a b"})
  void whatIsNoTemplateIsRefused(String pattern) {
    assertThatThrownBy(() -> PathPattern.of(pattern)).isInstanceOf(IllegalArgumentException.class);
  }

  @Provide
  Arbitrary<List<String>> segments() {
    return Arbitraries.of("a", "b", "ab", "{x}", "{y}").list().ofMaxSize(4);
  }

  @Provide
  Arbitrary<List<String>> values() {
    return Arbitraries.of("a", "b", "ab", "", "c").list().ofMaxSize(5);
  }

  @Property
  void agreesWithAnExpressionOfTheSameMeaning(
      @ForAll("segments") List<String> segments,
      @ForAll boolean open,
      @ForAll("values") List<String> values) {
    String template =
        "/" + String.join("/", segments) + (open ? (segments.isEmpty() ? "**" : "/**") : "");
    String path = "/" + String.join("/", values);
    String expression =
        segments.stream()
            .map(segment -> segment.startsWith("{") ? "/[^/]+" : "/" + segment)
            .collect(Collectors.joining());
    Pattern same =
        Pattern.compile(segments.isEmpty() && !open ? "/" : expression + (open ? "(/.*)?" : ""));
    assertThat(PathPattern.of(template).matches(path)).isEqualTo(same.matcher(path).matches());
  }
}
