package io.doorward.gateway.health;

import io.doorward.gateway.inquiry.InquiryListener;
import io.doorward.gateway.proxy.PublicListener;
import io.doorward.gateway.redis.RedisLink;
import io.doorward.gateway.route.Routes;
import io.doorward.gateway.snapshot.Freshness;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready as soon as requests can be answered. What the gateway depends on is told, but a dependency
 * that is gone does not make the gateway unready: it goes on without, and taking every instance out
 * of service would turn a part's failure into everybody's.
 */
@Readiness
@Singleton
class GatewayReadiness implements HealthCheck {
  private final PublicListener listener;
  private final InquiryListener inquiries;
  private final Routes routes;
  private final RedisLink redis;
  private final Freshness freshness;

  @Inject
  GatewayReadiness(
      PublicListener listener,
      InquiryListener inquiries,
      Routes routes,
      RedisLink redis,
      Freshness freshness) {
    this.listener = listener;
    this.inquiries = inquiries;
    this.routes = routes;
    this.redis = redis;
    this.freshness = freshness;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("gateway")
        .status(listener.port() > 0)
        .withData("port", listener.port())
        .withData("forwardAuthPort", inquiries.port())
        .withData("routes", routes.table().size())
        .withData("routesHash", routes.hash().substring(0, 12))
        .withData("routesVersion", routes.version())
        .withData("routesRefused", routes.refusal().orElse("none"))
        .withData("redis", redis.isUp() ? "up" : "down")
        .withData("eventsOverRedis", freshness.redisPathAlive() ? "alive" : "silent")
        .withData("eventsOverKafka", freshness.kafkaPathAlive() ? "alive" : "silent")
        .withData("lease", freshness.leaseHeld() ? "held" : "lost")
        .withData("appliedEpoch", freshness.appliedEpoch())
        .build();
  }
}
