package io.doorward.bench.gateway.suite;

import io.doorward.contract.token.ParsedToken;
import io.doorward.contract.token.TokenFormat;
import io.doorward.stack.StackException;
import io.doorward.stack.api.Answer;
import io.doorward.stack.api.GatewayClient;
import io.doorward.stack.process.InParallel;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** Somebody who makes and revokes tokens at token-service. */
public final class TokenOwner {
  private static final int AT_ONCE = 4;
  private static final Duration LIFETIME = Duration.ofDays(1);

  /** More than is ever asked for. */
  private static final Map<String, Integer> AMPLE =
      Map.of(
          "perSecond", 1_000_000,
          "perMinute", 1_000_000_000,
          "perHour", 1_000_000_000,
          "perDay", 1_000_000_000);

  private final GatewayClient client;

  TokenOwner(String tokenService, String session) {
    this.client = GatewayClient.of(tokenService, session);
  }

  /** Tokens with a scope, an expiry, an address list and four windows that are never full. */
  public List<BenchToken> tokens(int count) {
    ConcurrentLinkedQueue<BenchToken> made = new ConcurrentLinkedQueue<>();
    InParallel.run(
        IntStream.range(0, AT_ONCE)
            .<Runnable>mapToObj(
                worker ->
                    () -> {
                      for (int i = worker; i < count; i += AT_ONCE) {
                        made.add(token(AMPLE));
                      }
                    })
            .toList());
    return List.copyOf(made);
  }

  /** One with a limit a minute that matters. */
  public BenchToken limited(int perMinute) {
    Map<String, Integer> limits = new LinkedHashMap<>(AMPLE);
    limits.put("perMinute", perMinute);
    return token(limits);
  }

  private BenchToken token(Map<String, Integer> limits) {
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("name", "bench");
    wish.put("scopes", List.of("read"));
    wish.put("allowedIps", List.of("127.0.0.0/8", "198.18.0.0/15"));
    wish.put("limits", limits);
    wish.put(
        "expiresAt",
        Clock.systemUTC().instant().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS).toString());
    Answer answer = client.post("/api/v1/tokens", wish);
    String secret = answer.json().path("token").asText("");
    if (answer.status() == 201
        && TokenFormat.standard().parse(secret) instanceof ParsedToken.WellFormed good) {
      return new BenchToken(answer.json().path("id").asText(), good.token());
    }
    throw new StackException("No token could be made: " + answer + ".");
  }

  /** Returns when the service has replied that the token is revoked. */
  public void revoke(BenchToken token) {
    Answer answer =
        client.post("/api/v1/tokens/" + token.id() + "/revoke", Map.of("reason", "bench"));
    if (answer.status() != 200) {
      throw new StackException("A token could not be revoked: " + answer + ".");
    }
  }
}
