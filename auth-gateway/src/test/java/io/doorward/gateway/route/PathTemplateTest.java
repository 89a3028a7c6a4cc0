package io.doorward.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("G10")
class PathTemplateTest {

  @ParameterizedTest
  @CsvSource({
    "/a/{id}, /b/{id}, /a/7, /b/7",
    "/a/{x}/b/{y}, /{y}/c/{x}, /a/1/b/2, /2/c/1",
    "/a/**, /z/**, /a, /z",
    "/a/**, /z/**, /a/, /z/",
    "/a/**, /z/**, /a/b/c, /z/b/c",
    "/a/{x}/**, /{x}/{x}/**, /a/1/b, /1/1/b",
    "/**, /v1/**, /b/c, /v1/b/c",
    "/v1/**, /**, /v1/b/c, /b/c",
    "/a/{id}/, /b/{id}, /a/7/, /b/7",
    "/a/{id}, /, /a/7, /",
    "/a/{id}, /b, /a/%2E%20, /b"
  })
  void thePathIsMadeFromPartsOfTheOneAskedFor(
      String from, String template, String path, String made) {
    PathPattern pattern = PathPattern.of(from);
    assertThat(pattern.matches(path)).isTrue();
    assertThat(PathTemplate.of(template, pattern).expand(path)).isEqualTo(made);
  }

  @ParameterizedTest
  @CsvSource({"/a/{id}, /b/{other}", "/a/{id}, /b/**", "/a, b", "/a/**, /b/**/c", "/a, /b/../c"})
  void whatThePathDoesNotHaveCannotBeAskedFor(String from, String template) {
    assertThatThrownBy(() -> PathTemplate.of(template, PathPattern.of(from)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Provide
  Arbitrary<List<String>> segments() {
    return Arbitraries.of("a", "bc", "d-e", "%20", "7").list().ofMinSize(1).ofMaxSize(5);
  }

  @Property
  void aTemplateLikeThePathChangesNothing(
      @ForAll("segments") List<String> values, @ForAll boolean open) {
    StringBuilder template = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      template.append(
          i % 2 == 0 && !values.get(i).startsWith("%") ? "/" + values.get(i) : "/{v" + i + "}");
    }
    String path = "/" + String.join("/", values);
    String form = template + (open ? "/**" : "");
    String asked = open ? path + "/x/y" : path;
    assertThat(PathTemplate.of(form, PathPattern.of(form)).expand(asked)).isEqualTo(asked);
  }
}
