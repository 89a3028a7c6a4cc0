package io.doorward.gateway.route;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads where a route's requests go. */
final class UpstreamReader {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration RESPONSE = Duration.ofSeconds(30);
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration PROBE_INTERVAL = Duration.ofSeconds(5);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);
  private static final int HEAVIEST = 100;
  private static final int MOST_FAILURES = 1_000;
  private static final String ADDRESS = "must be http(s)://host[:port][/path]";
  private static final URI NOWHERE = URI.create("http://invalid");

  private final Targets.Pool pool;

  UpstreamReader(Targets.Pool pool) {
    this.pool = pool;
  }

  Upstream read(Node node, String routeId) {
    if (!node.isObject()) {
      node.fault("must be a mapping with a url or with targets");
    } else {
      node.allowOnly("url", "name", "timeouts", "targets", "balance", "health");
    }
    Node timeouts = node.at("timeouts");
    if (node.has("timeouts")) {
      timeouts.allowOnly("connect", "response", "idle");
    }
    return new Upstream(
        node.at("name").textOr(routeId),
        pool.of(node.has("targets") ? several(node) : one(node)),
        timeouts.at("connect").durationOr(CONNECT),
        timeouts.at("response").durationOr(RESPONSE),
        timeouts.at("idle").durationOr(IDLE));
  }

  private static Targets.Spec one(Node node) {
    for (String key : List.of("balance", "health")) {
      if (node.has(key)) {
        node.at(key).fault("belongs to an upstream with targets");
      }
    }
    URI uri = node.at("url").read(UpstreamReader::uri).orElse(NOWHERE);
    return new Targets.Spec(
        List.of(address(uri, 1)), basePath(uri), Balance.LEAST_PENDING, Health.DEFAULT);
  }

  private static Targets.Spec several(Node node) {
    if (node.has("url")) {
      node.at("url").fault("stands in the place of targets, not beside them");
    }
    List<Target.Address> addresses = new ArrayList<>();
    String path = "";
    for (Node item : node.at("targets").items()) {
      item.allowOnly("url", "weight");
      int weight = item.at("weight").integerOr(1, 1, HEAVIEST);
      URI uri = item.at("url").read(UpstreamReader::uri).orElse(NOWHERE);
      if (addresses.isEmpty()) {
        path = basePath(uri);
      } else if (!basePath(uri).equals(path) && !uri.equals(NOWHERE)) {
        item.at("url").fault("must have the same path as the first of the targets");
      }
      Target.Address address = address(uri, weight);
      if (addresses.stream().anyMatch(other -> isSame(other, address)) && !uri.equals(NOWHERE)) {
        item.at("url").fault("is named twice; give it more weight instead");
      }
      addresses.add(address);
    }
    if (addresses.isEmpty() || addresses.size() > Targets.MOST) {
      node.at("targets").fault("must be 1 to " + Targets.MOST);
      return new Targets.Spec(
          List.of(address(NOWHERE, 1)), "", Balance.LEAST_PENDING, Health.DEFAULT);
    }
    return new Targets.Spec(
        List.copyOf(addresses),
        path,
        node.at("balance").oneOf(Balance.class, Balance.LEAST_PENDING),
        node.has("health") ? health(node.at("health")) : Health.DEFAULT);
  }

  private static boolean isSame(Target.Address one, Target.Address other) {
    return one.toString().equalsIgnoreCase(other.toString());
  }

  private static Health health(Node node) {
    node.allowOnly("passive", "active");
    Node passive = node.at("passive");
    if (node.has("passive")) {
      passive.allowOnly("failures", "for");
    }
    return new Health(
        passive.at("failures").integerOr(Health.DEFAULT.failures(), 1, MOST_FAILURES),
        passive.at("for").durationOr(Health.DEFAULT.pause()),
        node.has("active") ? Optional.of(probe(node.at("active"))) : Optional.empty());
  }

  private static Health.Probe probe(Node node) {
    node.allowOnly("path", "interval", "timeout");
    return new Health.Probe(
        node.at("path").read(UpstreamReader::plainPath).orElse("/"),
        node.at("interval").durationOr(PROBE_INTERVAL),
        node.at("timeout").durationOr(PROBE_TIMEOUT));
  }

  private static Target.Address address(URI uri, int weight) {
    boolean tls = "https".equals(uri.getScheme());
    int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
    return new Target.Address(uri.getHost(), port, tls, weight);
  }

  private static String basePath(URI uri) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static URI uri(String text) {
    URI uri = parsed(text);
    if (!("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
        || uri.getHost() == null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(ADDRESS);
    }
    plainPath("/" + basePath(uri).replaceFirst("^/", ""));
    return uri;
  }

  /** Without the text in the fault: a placeholder may have brought a password into it. */
  private static URI parsed(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(ADDRESS, null);
    }
  }

  /**
   * A path that means the same to every reader: nothing is left to be resolved.
   *
   * @throws IllegalArgumentException if it does not
   */
  static String plainPath(String text) {
    PathPattern path = PathPattern.of(text);
    if (path.isOpen() || path.segments().stream().anyMatch(one -> one.startsWith("{"))) {
      throw new IllegalArgumentException("is a path without variables");
    }
    return text;
  }
}
