package io.doorward.stack.suite;

import io.doorward.stack.identity.OpenIdProvider;
import io.doorward.stack.postgres.DatabaseSchema;
import io.doorward.stack.secret.StackSecrets;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What each service is told: where the servers and the other services are, and its secrets. */
final class ServiceSpecs {
  private final StackOptions options;
  private final StateFolder state;
  private final StackSecrets secrets;
  private final StackAddresses addresses;

  ServiceSpecs(StackOptions options, StateFolder state, StackSecrets secrets) {
    this.options = options;
    this.state = state;
    this.secrets = secrets;
    this.addresses = StackAddresses.of(options.ports(), options.gateways());
  }

  ServiceSpec tokenService() {
    return tokenService("token-service", options.ports().of(StackPorts.TOKEN_SERVICE));
  }

  /** One of several replicas. */
  ServiceSpec tokenService(String name, int port) {
    Map<String, String> settings = common(port);
    database(settings, DatabaseSchema.TOKENS);
    peppers(settings);
    settings.put("quarkus.redis.hosts", addresses.redis());
    settings.put("doorward.security-events.public-key", secrets.monitorPublicKey().toString());
    // A person at a terminal starts over many times an hour, each time with new tokens.
    settings.put("doorward.policy.creations-per-hour", "1000");
    settings.put("doorward.policy.max-tokens-per-user", "1000");
    // Each demo ends with a suspension; the budget of an organization is for real ones.
    settings.put("doorward.respond.budget-per-hour", "1000");
    settings.putAll(options.settings().getOrDefault("token-service", Map.of()));
    URI url = URI.create("http://127.0.0.1:" + port);
    return new ServiceSpec(
        name, "token-service", 160, url, url, settings, () -> passwords(DatabaseSchema.TOKENS));
  }

  ServiceSpec usageAnalytics() {
    Map<String, String> settings = common(options.ports().of(StackPorts.USAGE_ANALYTICS));
    database(settings, DatabaseSchema.USAGE);
    return spec(
        "usage-analytics",
        160,
        addresses.usageAnalytics(),
        settings,
        () -> passwords(DatabaseSchema.USAGE));
  }

  ServiceSpec securityMonitor() {
    Map<String, String> settings = common(options.ports().of(StackPorts.SECURITY_MONITOR));
    settings.put("doorward.monitor.signing-key", secrets.monitorSigningKey().toString());
    settings.put("kafka-streams.state.dir", state.streams().toString());
    return spec("security-monitor", 160, addresses.securityMonitor(), settings, Map::of);
  }

  ServiceSpec gateway(int index) {
    String name = "auth-gateway-" + index;
    Map<String, String> settings = common(options.ports().gatewayManagement(index));
    peppers(settings);
    settings.put("doorward.gateway.listen.host", "127.0.0.1");
    settings.put("doorward.gateway.listen.port", Integer.toString(options.ports().gateway(index)));
    settings.put("doorward.gateway.instance-id", "gateway-" + index);
    settings.put("doorward.gateway.routes", routes().toString());
    settings.put("doorward.gateway.token-service", addresses.tokenService());
    settings.put("doorward.gateway.signing-key", secrets.gatewaySigningKey().toString());
    settings.put("doorward.gateway.spool.directory", state.spool().resolve(name).toString());
    settings.put("quarkus.redis.hosts", addresses.redis());
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("DOORWARD_TOKEN_SERVICE_URL", addresses.tokenService());
    environment.put("DOORWARD_USAGE_ANALYTICS_URL", addresses.usageAnalytics());
    environment.put("DOORWARD_SECURITY_MONITOR_URL", addresses.securityMonitor());
    environment.put("DOORWARD_DEMO_UPSTREAM_URL", addresses.demoUpstream());
    settings.putAll(options.settings().getOrDefault("auth-gateway", Map.of()));
    settings.putAll(options.settings().getOrDefault(name, Map.of()));
    return new ServiceSpec(
        name,
        "auth-gateway",
        192,
        URI.create(addresses.gateways().get(index)),
        URI.create(addresses.gatewayManagement().get(index)),
        settings,
        () -> environment);
  }

  private Path routes() {
    return options.project().resolve("auth-gateway/routes/default.yaml");
  }

  private Map<String, String> common(int port) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("quarkus.http.host", "127.0.0.1");
    settings.put("quarkus.http.port", Integer.toString(port));
    settings.put("kafka.bootstrap.servers", addresses.kafka());
    settings.put("doorward.identity.session.issuer", addresses.openIdIssuer());
    settings.put("doorward.identity.session.jwks", addresses.openIdIssuer() + "/jwks");
    settings.put("doorward.identity.session.audience", OpenIdProvider.AUDIENCE);
    settings.put("doorward.identity.gateway.jwks", secrets.gatewayJwks().toString());
    return settings;
  }

  private void database(Map<String, String> settings, DatabaseSchema schema) {
    String place = addresses.postgres();
    settings.put("quarkus.datasource.username", schema.appRole());
    settings.put(
        "quarkus.datasource.jdbc.url",
        "jdbc:postgresql://" + place + "?currentSchema=" + schema.schema());
    settings.put(
        "quarkus.datasource.reactive.url",
        "postgresql://" + place + "?search_path=" + schema.schema());
    settings.put("quarkus.flyway.username", schema.ownerRole());
  }

  private Map<String, String> passwords(DatabaseSchema schema) {
    return Map.of(
        "QUARKUS_DATASOURCE_PASSWORD", secrets.of(schema.appRole()),
        "QUARKUS_FLYWAY_PASSWORD", secrets.of(schema.ownerRole()));
  }

  private void peppers(Map<String, String> settings) {
    settings.put("doorward.peppers.directory", secrets.peppers().toString());
    settings.put("doorward.peppers.current", secrets.currentPepper());
  }

  private ServiceSpec spec(
      String module,
      int heapMiB,
      String baseUrl,
      Map<String, String> settings,
      Supplier<Map<String, String>> environment) {
    settings.putAll(options.settings().getOrDefault(module, Map.of()));
    URI url = URI.create(baseUrl);
    return new ServiceSpec(module, module, heapMiB, url, url, settings, environment);
  }
}
