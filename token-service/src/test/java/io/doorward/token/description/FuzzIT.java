package io.doorward.token.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation of the document with requests that are nearly right: whatever comes, the answer
 * is one of those described, never a mistake of the service, and tells nothing of its inside.
 */
@QuarkusTest
@WithTestResource(StackResource.class)
class FuzzIT {
  private static final int REQUESTS = 12;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LONG = "x".repeat(5_000);

  /** What programs trip over. */
  private static final List<Object> NASTY =
      Arrays.asList(
          null,
          "",
          " ",
          "\u0000",
          "a\r\nb",
          "\u2028",
          "\ud83d\ude00",
          "../../etc/passwd",
          "' OR 1=1 --",
          "$(jndi:x)",
          "%00",
          LONG,
          0,
          -1,
          1.5,
          Long.MAX_VALUE,
          1e300,
          true,
          List.of(),
          List.of(List.of()),
          Map.of(),
          Map.of("", ""),
          "9999-12-31T23:59:59.999999999Z",
          "-1000000000-01-01T00:00:00Z",
          "P99999999999D",
          "*",
          "a:b:c",
          "::/0");

  private static final List<String> SIGNS_OF_THE_INSIDE =
      List.of("java.", "io.doorward", "io.quarkus", "jakarta.", "SQLSTATE", "Exception", "\tat ");

  @TestFactory
  @Tag("API-2")
  @Tag("LOG-5")
  Stream<DynamicTest> nothingThatComesIsAMistakeOfTheService() {
    return Described.all()
        .filter(operation -> !operation.internal())
        .map(operation -> DynamicTest.dynamicTest(operation.toString(), () -> attack(operation)));
  }

  @TestFactory
  @Tag("API-2")
  Stream<DynamicTest> anArrayMayHoldNullWhereverThereIsOne() {
    return Described.all()
        .filter(operation -> !operation.internal())
        .filter(operation -> !NullsInArrays.in(operation).isEmpty())
        .map(operation -> DynamicTest.dynamicTest(operation.toString(), () -> nulls(operation)));
  }

  private static void nulls(Described operation) throws JsonProcessingException {
    Api somebody = Api.as("fuzz", "fuzz-" + UUID.randomUUID(), "owner");
    for (Object body : NullsInArrays.in(operation)) {
      List<String> path =
          operation.parameterKinds().stream().map(kind -> UUID.randomUUID().toString()).toList();
      String sent = JSON.writeValueAsString(body);
      Response answer =
          operation.send(somebody.request().contentType("application/json").body(sent), path);
      assertThat(answer.statusCode())
          .as("%s %s: %s", operation, sent, answer.asString())
          .isBetween(400, 499);
    }
  }

  private static void attack(Described operation) throws JsonProcessingException {
    Random random = new Random(operation.toString().hashCode());
    // An organization of its own: what is let through changes nothing of the other tests'.
    Api somebody = Api.as("fuzz", "fuzz-" + UUID.randomUUID(), "owner");
    for (int i = 0; i < REQUESTS; i++) {
      RequestSpecification request = somebody.request();
      StringBuilder sent = new StringBuilder(operation.toString());
      for (String name : operation.queryParameters()) {
        if (random.nextInt(3) == 0) {
          String value = String.valueOf(nasty(random));
          request.queryParam(name, value);
          sent.append(' ').append(name).append('=').append(value);
        }
      }
      List<String> path = operation.parameterKinds().stream().map(kind -> inPath(random)).toList();
      Object body = operation.exampleBody().map(example -> mutated(example, random)).orElse(null);
      if (body != null) {
        request.contentType("application/json").body(JSON.writeValueAsString(body));
      } else {
        request.noContentType();
      }
      Response answer = operation.send(request, path);
      String shown = answer.asString();
      assertThat(answer.statusCode())
          .as("%s %s %s: %s", sent, path, JSON.writeValueAsString(body), shown)
          .isLessThan(500);
      // A target that is too long is refused before there is a request.
      if (answer.statusCode() != 414) {
        assertThat(answer.header("X-Request-Id")).as("%s: %s", sent, shown).isNotBlank();
      }
      assertThat(SIGNS_OF_THE_INSIDE).as(sent + ": " + shown).noneMatch(shown::contains);
    }
  }

  private static Object nasty(Random random) {
    return NASTY.get(random.nextInt(NASTY.size()));
  }

  private static String inPath(Random random) {
    Object value = nasty(random);
    boolean usable = value instanceof String text && !text.isBlank() && text.length() < 300;
    return usable && random.nextBoolean() ? (String) value : UUID.randomUUID().toString();
  }

  /** The value with one of its parts, or all of it, exchanged or gone. */
  private static Object mutated(Object value, Random random) {
    if (value instanceof Map<?, ?> map && !map.isEmpty() && random.nextInt(8) > 0) {
      Map<Object, Object> copy = new LinkedHashMap<>(map);
      Object key = new ArrayList<>(map.keySet()).get(random.nextInt(map.size()));
      switch (random.nextInt(4)) {
        case 0 -> copy.remove(key);
        case 1 -> copy.put("unheardOf", nasty(random));
        default -> copy.put(key, mutated(map.get(key), random));
      }
      return copy;
    }
    if (value instanceof List<?> list && !list.isEmpty() && random.nextBoolean()) {
      List<Object> copy = new ArrayList<>(list);
      copy.set(0, mutated(list.get(0), random));
      return random.nextBoolean() ? copy : Collections.nCopies(2_000, copy.get(0));
    }
    return nasty(random);
  }
}
