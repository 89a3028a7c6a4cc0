package io.doorward.stack.suite;

import io.doorward.stack.StackException;
import io.doorward.stack.process.Ports;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which loopback port each part listens on, by the part's name. Further gateways take the ports
 * named for them ({@code gateway-1}), or else ten more per gateway than the first one's.
 */
public final class StackPorts {
  static final String GATEWAY = "gateway";
  static final String GATEWAY_MANAGEMENT = "gateway-management";
  static final String TOKEN_SERVICE = "token-service";
  static final String USAGE_ANALYTICS = "usage-analytics";
  static final String SECURITY_MONITOR = "security-monitor";
  static final String OPENID_PROVIDER = "openid-provider";
  static final String DEMO_UPSTREAM = "demo-upstream";
  static final String POSTGRES = "postgres";
  static final String REDIS = "redis";
  static final String KAFKA = "kafka";
  static final String KAFKA_CONTROLLER = "kafka-controller";

  private static final int STEP = 10;
  private static final int LARGEST = 65_535;
  private static final Map<String, Integer> DEFAULTS = defaultPorts();

  private final Map<String, Integer> ports;

  private StackPorts(Map<String, Integer> ports) {
    this.ports = ports;
  }

  private static Map<String, Integer> defaultPorts() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put(GATEWAY, 8080);
    ports.put(GATEWAY_MANAGEMENT, 9080);
    ports.put(TOKEN_SERVICE, 8081);
    ports.put(USAGE_ANALYTICS, 8082);
    ports.put(SECURITY_MONITOR, 8083);
    ports.put(OPENID_PROVIDER, 8085);
    ports.put(DEMO_UPSTREAM, 8086);
    ports.put(POSTGRES, 25432);
    ports.put(REDIS, 26379);
    ports.put(KAFKA, 29092);
    ports.put(KAFKA_CONTROLLER, 29093);
    return ports;
  }

  public static StackPorts defaults() {
    return new StackPorts(DEFAULTS);
  }

  /** Free at this moment, for a stack beside others. */
  public static StackPorts random(int gateways) {
    Map<String, Integer> ports = new LinkedHashMap<>(DEFAULTS);
    for (int i = 1; i < gateways; i++) {
      ports.put(GATEWAY + "-" + i, 0);
      ports.put(GATEWAY_MANAGEMENT + "-" + i, 0);
    }
    List<Integer> free = Ports.free(ports.size());
    int next = 0;
    for (Map.Entry<String, Integer> port : ports.entrySet()) {
      port.setValue(free.get(next++));
    }
    return new StackPorts(ports);
  }

  /** The same with another port for one part; the name may be that of a further gateway. */
  public StackPorts with(String name, int port) {
    if (!DEFAULTS.containsKey(name) && !name.matches("gateway(-management)?-[1-9]")) {
      throw new StackException(
          "There is no part \"" + name + "\" with a port; there are " + names() + ".");
    }
    if (port < 1 || port > LARGEST) {
      throw new StackException("The port of " + name + " must be between 1 and 65535.");
    }
    Map<String, Integer> changed = new LinkedHashMap<>(ports);
    changed.put(name, port);
    return new StackPorts(changed);
  }

  private static String names() {
    return String.join(", ", DEFAULTS.keySet());
  }

  int of(String name) {
    Integer port = ports.get(name);
    if (port == null) {
      throw new IllegalArgumentException(name);
    }
    return port;
  }

  int gateway(int index) {
    return numbered(GATEWAY, index);
  }

  int gatewayManagement(int index) {
    return numbered(GATEWAY_MANAGEMENT, index);
  }

  private int numbered(String name, int index) {
    Integer own = index == 0 ? ports.get(name) : ports.get(name + "-" + index);
    return own != null ? own : of(name) + STEP * index;
  }

  /** Every port that a stack with that many gateways listens on. */
  public Map<String, Integer> all(int gateways) {
    Map<String, Integer> all = new TreeMap<>();
    DEFAULTS.keySet().forEach(name -> all.put(name, of(name)));
    for (int i = 1; i < gateways; i++) {
      all.put(GATEWAY + "-" + i, gateway(i));
      all.put(GATEWAY_MANAGEMENT + "-" + i, gatewayManagement(i));
    }
    return all;
  }

  /** Throws one sentence for the first port that cannot be had. */
  void requireFree(int gateways) {
    Map<Integer, String> seen = new TreeMap<>();
    all(gateways)
        .forEach(
            (name, port) -> {
              String other = seen.put(port, name);
              if (other != null) {
                throw new StackException(
                    "Port " + port + " is given to both " + other + " and " + name + ".");
              }
              if (!Ports.isFree(port)) {
                throw new StackException(
                    "Port "
                        + port
                        + " ("
                        + name
                        + ") is already in use by another program; end that or choose another"
                        + " port with --port "
                        + name
                        + "=NNNN.");
              }
            });
  }
}
