package io.doorward.token.propagation;

import static org.awaitility.Awaitility.await;

import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gateways that the service knows, and nobody else. */
final class Choir {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ReactiveRedisDataSource redis;
  private final Api owner;
  private final List<Voice> voices = new ArrayList<>();

  Choir(ReactiveRedisDataSource redis, Api owner) {
    this.redis = redis;
    this.owner = owner;
  }

  /** One that has applied everything before. */
  Voice known() {
    Voice voice = new Voice(redis);
    voices.add(voice);
    String path = token();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              voice.overRedis(last());
              return instances(path) == voices.size();
            });
    return voice;
  }

  void leave() {
    voices.forEach(Voice::leave);
    String path = token();
    await().atMost(PATIENCE).until(() -> instances(path) == 0);
    voices.clear();
  }

  private String token() {
    return "/api/v1/tokens/" + owner.create("sung", "demo:read").getString("id") + "/propagation";
  }

  private int instances(String path) {
    return owner.get(path).then().statusCode(200).extract().path("instances");
  }

  static long last() {
    return Rows.count("SELECT last_epoch FROM tokens.relay_epoch");
  }

  /** Once everything that was committed has its epoch. */
  static long all() {
    await()
        .atMost(PATIENCE)
        .until(() -> Rows.count("SELECT count(*) FROM tokens.outbox WHERE epoch IS NULL") == 0);
    return last();
  }
}
