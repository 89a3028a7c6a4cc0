package io.doorward.test.stack;

import io.doorward.stack.identity.OpenIdProvider;
import io.doorward.stack.secret.StackSecrets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The configuration with which a service under test finds the running servers. */
final class ServiceSettings {
  private final RunningStack stack;
  private final Map<String, String> settings = new LinkedHashMap<>();

  ServiceSettings(RunningStack stack) {
    this.stack = stack;
  }

  Map<String, String> all() {
    if (stack.has(Part.POSTGRES)) {
      database();
    }
    if (stack.has(Part.REDIS)) {
      settings.put("quarkus.redis.hosts", "redis://127.0.0.1:" + stack.redis().port());
    }
    if (stack.has(Part.KAFKA)) {
      settings.put("kafka.bootstrap.servers", stack.kafka().bootstrapServers());
    }
    if (stack.has(Part.IDENTITY)) {
      OpenIdProvider identity = stack.identity();
      settings.put("doorward.identity.session.issuer", identity.issuer().toString());
      settings.put("doorward.identity.session.jwks", identity.jwks().toString());
      settings.put("doorward.identity.session.audience", OpenIdProvider.AUDIENCE);
    }
    if (stack.has(Part.UPSTREAM)) {
      settings.put("DOORWARD_DEMO_UPSTREAM_URL", stack.upstream().baseUrl().toString());
    }
    secrets(stack.secrets());
    return settings;
  }

  private void database() {
    String place = "127.0.0.1:" + stack.postgres().port() + "/doorward";
    String schema = stack.schema().schema();
    settings.put("quarkus.datasource.username", stack.schema().appRole());
    settings.put("quarkus.datasource.password", stack.secrets().of(stack.schema().appRole()));
    settings.put(
        "quarkus.datasource.jdbc.url", "jdbc:postgresql://" + place + "?currentSchema=" + schema);
    settings.put(
        "quarkus.datasource.reactive.url", "postgresql://" + place + "?search_path=" + schema);
    settings.put("quarkus.flyway.username", stack.schema().ownerRole());
    settings.put("quarkus.flyway.password", stack.secrets().of(stack.schema().ownerRole()));
  }

  private void secrets(StackSecrets secrets) {
    settings.put("doorward.identity.gateway.jwks", secrets.gatewayJwks().toString());
    settings.put("doorward.peppers.directory", secrets.peppers().toString());
    settings.put("doorward.peppers.current", secrets.currentPepper());
    settings.put("doorward.security-events.public-key", secrets.monitorPublicKey().toString());
    settings.put("doorward.gateway.signing-key", secrets.gatewaySigningKey().toString());
    settings.put("doorward.gateway.spool.directory", stack.folder().resolve("spool").toString());
    settings.put("doorward.monitor.signing-key", secrets.monitorSigningKey().toString());
    settings.put("kafka-streams.state.dir", stack.folder().resolve("streams").toString());
  }
}
