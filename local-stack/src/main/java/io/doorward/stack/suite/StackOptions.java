package io.doorward.stack.suite;

import io.doorward.stack.StackException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How to start the suite.
 *
 * @param project the project's root folder, below which the packaged services are
 * @param state where everything that outlives a run is kept
 * @param gateways how many instances of the gateway, 1 to 8
 * @param fresh forget all earlier state first
 * @param settings further configuration by service name ({@code auth-gateway} is for every gateway,
 *     {@code auth-gateway-1} for the second one alone)
 * @param jvmOptions appended to the JVM options of every service; a later option wins
 */
public record StackOptions(
    Path project,
    Path state,
    int gateways,
    StackPorts ports,
    boolean fresh,
    Map<String, Map<String, String>> settings,
    List<String> jvmOptions,
    Progress progress) {

  private static final int MOST_GATEWAYS = 8;

  public StackOptions {
    project = project.toAbsolutePath().normalize();
    state = state.toAbsolutePath().normalize();
    settings = Map.copyOf(settings);
    jvmOptions = List.copyOf(jvmOptions);
    if (gateways < 1 || gateways > MOST_GATEWAYS) {
      throw new StackException("The number of gateways must be between 1 and 8.");
    }
  }

  /** One gateway, the default ports, state in {@code .doorward} under the project. */
  public static StackOptions in(Path project) {
    return new StackOptions(
        project,
        project.resolve(".doorward"),
        1,
        StackPorts.defaults(),
        false,
        Map.of(),
        List.of(),
        Progress.silent());
  }

  public StackOptions withState(Path folder) {
    return new StackOptions(
        project, folder, gateways, ports, fresh, settings, jvmOptions, progress);
  }

  public StackOptions withGateways(int count) {
    return new StackOptions(project, state, count, ports, fresh, settings, jvmOptions, progress);
  }

  public StackOptions withPorts(StackPorts chosen) {
    return new StackOptions(
        project, state, gateways, chosen, fresh, settings, jvmOptions, progress);
  }

  public StackOptions withFresh(boolean startOver) {
    return new StackOptions(
        project, state, gateways, ports, startOver, settings, jvmOptions, progress);
  }

  /** Adds one configuration value for one service. */
  public StackOptions withSetting(String service, String key, String value) {
    Map<String, Map<String, String>> changed = new HashMap<>(settings);
    Map<String, String> own = new HashMap<>(changed.getOrDefault(service, Map.of()));
    own.put(key, value);
    changed.put(service, Map.copyOf(own));
    return new StackOptions(project, state, gateways, ports, fresh, changed, jvmOptions, progress);
  }

  public StackOptions withJvmOptions(List<String> options) {
    return new StackOptions(project, state, gateways, ports, fresh, settings, options, progress);
  }

  public StackOptions withProgress(Progress listener) {
    return new StackOptions(project, state, gateways, ports, fresh, settings, jvmOptions, listener);
  }
}
