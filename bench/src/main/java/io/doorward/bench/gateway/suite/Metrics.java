package io.doorward.bench.gateway.suite;

import io.doorward.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A gateway's own counters at one moment, in the form Prometheus reads. */
public final class Metrics {
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final String text;

  private Metrics(String text) {
    this.text = text;
  }

  static Metrics of(URI management) {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request =
        HttpRequest.newBuilder(management.resolve("/q/metrics")).timeout(BOUND).build();
    try {
      return parse(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new StackException("The metrics of " + management + " cannot be read.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted.", e);
    }
  }

  static Metrics parse(String text) {
    return new Metrics(text);
  }

  /** How often the gateway has looked for a token anywhere, its own memory included. */
  public double lookUps() {
    return sum("doorward_snapshots_total", "");
  }

  /** How often it has asked token-service for one. */
  public double questions() {
    return sum("doorward_snapshots_total", "level=\"service\"");
  }

  private double sum(String name, String label) {
    return text.lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
