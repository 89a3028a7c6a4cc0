package io.doorward.gateway.support;

import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.Peppers;
import io.doorward.contract.token.RawToken;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.gateway.proxy.PublicListener;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.http.HttpResponse;
import java.util.function.UnaryOperator;

/** The gateway under test and tokens that it can find. */
@Singleton
public class Suite {
  private final PublicListener listener;
  private final Peppers peppers;

  @Inject
  Suite(PublicListener listener, Peppers peppers) {
    this.listener = listener;
    this.peppers = peppers;
  }

  /** A token and what is known of it. */
  public record Known(String raw, TokenSnapshot snapshot) {}

  public int port() {
    return listener.port();
  }

  public TokenSnapshot describe(RawToken token, UnaryOperator<Fixtures.Builder> as) {
    return as.apply(Fixtures.token(peppers.lookupKey(token))).build();
  }

  /** A new token that token-service knows. */
  public Known token(UnaryOperator<Fixtures.Builder> as) {
    return token(TokenEnvironment.LIVE, as);
  }

  public Known token(TokenEnvironment environment, UnaryOperator<Fixtures.Builder> as) {
    RawToken token = Fixtures.mint(environment);
    TokenSnapshot snapshot = describe(token, as);
    GatewayStubs.tokenService().put(snapshot);
    return new Known(token.reveal(), snapshot);
  }

  public HttpResponse<String> get(String path, Known token) {
    return Http.get(port(), path, token.raw());
  }
}
