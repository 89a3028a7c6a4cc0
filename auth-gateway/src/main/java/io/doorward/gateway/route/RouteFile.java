package io.doorward.gateway.route;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads a whole route file. */
final class RouteFile {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private RouteFile() {}

  /** As the other, with addresses of which nothing is known yet. */
  static RouteTable read(String name, String yaml, Function<String, Optional<String>> placeholders)
      throws InvalidRoutes {
    return read(name, yaml, placeholders, new Targets.Pool(List.of(), System::nanoTime));
  }

  /**
   * Reads the file's text.
   *
   * @param name what the file is called in messages
   * @param placeholders finds values for {@code ${NAME}}
   * @param pool the addresses of which something is known
   * @throws InvalidRoutes if anything in it is wrong, with everything that is
   */
  static RouteTable read(
      String name, String yaml, Function<String, Optional<String>> placeholders, Targets.Pool pool)
      throws InvalidRoutes {
    List<String> faults = new ArrayList<>();
    List<Route> routes = new ArrayList<>();
    Node root = new Node(tree(name, yaml), "", faults, placeholders);
    root.allowOnly("routes");
    RouteReader reader = new RouteReader(pool);
    Overlaps overlaps = new Overlaps();
    for (Node item : root.at("routes").items()) {
      Route route = reader.read(item);
      overlaps.add(route, item);
      routes.add(route);
    }
    if (routes.isEmpty() && faults.isEmpty()) {
      root.fault("has no routes");
    }
    if (!faults.isEmpty()) {
      throw new InvalidRoutes(name, faults);
    }
    return new RouteTable(routes);
  }

  private static JsonNode tree(String name, String yaml) throws InvalidRoutes {
    try {
      return YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new InvalidRoutes(
          name,
          List.of(
              (at == null ? "file" : "line " + at.getLineNr() + ", column " + at.getColumnNr())
                  + ": is not YAML: "
                  + e.getOriginalMessage()));
    }
  }
}
