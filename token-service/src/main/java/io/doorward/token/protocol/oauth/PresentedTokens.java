package io.doorward.token.protocol.oauth;

import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.token.LookupKey;
import io.doorward.token.audit.Actor;
import io.doorward.token.catalogue.ScopeCatalogue;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.change.Standing;
import io.doorward.token.change.Transition;
import io.doorward.token.database.Database;
import io.doorward.token.secret.Recognizer;
import io.doorward.token.store.Revocation;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.TokenStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tokens by their secret. What is not well-formed is not looked up. */
@ApplicationScoped
class PresentedTokens {
  private static final String HOLDER = "holder";
  private static final String REASON = "revoked by whoever holds it";

  private final Ledger ledger;
  private final Database database;
  private final TokenStore tokens;
  private final ScopeCatalogue catalogue;
  private final Recognizer recognizer;
  private final Clock clock;

  @Inject
  PresentedTokens(
      Ledger ledger,
      Database database,
      TokenStore tokens,
      ScopeCatalogue catalogue,
      Recognizer recognizer,
      Clock clock) {
    this.ledger = ledger;
    this.database = database;
    this.tokens = tokens;
    this.catalogue = catalogue;
    this.recognizer = recognizer;
    this.clock = clock;
  }

  /** What there is to tell of the token, if it works now and belongs to the organization. */
  Uni<Optional<Introspection>> usable(UUID organizationId, String presented) {
    List<LookupKey> lookups = recognizer.lookups(presented);
    return lookups.isEmpty()
        ? Uni.createFrom().item(Optional.empty())
        : database.connection(
            sql ->
                tokens
                    .find(sql, lookups)
                    .map(
                        found ->
                            found
                                .filter(token -> token.organizationId().equals(organizationId))
                                .filter(token -> token.usableAt(clock.instant())))
                    .chain(
                        found ->
                            found
                                .map(token -> told(sql, token))
                                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))));
  }

  private Uni<Optional<Introspection>> told(SqlConnection sql, StoredToken token) {
    return catalogue
        .permitted(sql, token.organizationId(), token.scopes(), token.ownerRole())
        .map(permitted -> Optional.of(Introspection.of(token, permitted)));
  }

  /** Ends the token, if it is one. */
  Uni<Void> revoke(String presented, String requestId, @Nullable String ip) {
    List<LookupKey> lookups = recognizer.lookups(presented);
    return lookups.isEmpty()
        ? Uni.createFrom().voidItem()
        : ledger.transaction(
            sql ->
                tokens
                    .lock(sql, lookups)
                    .chain(
                        found ->
                            found
                                .map(token -> revoke(sql, token, requestId, ip))
                                .orElseGet(() -> Uni.createFrom().voidItem())));
  }

  private Uni<Void> revoke(
      SqlConnection sql, StoredToken token, String requestId, @Nullable String ip) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Actor actor = new Actor(Actor.Kind.TOKEN, token.owner().id(), token.id(), requestId, ip);
    return Standing.revoke(token, new Revocation(HOLDER, REASON, now))
            instanceof Transition.Next next
        ? ledger.changed(
            sql, TokenEvent.Type.REVOKED, token, next.token(), Cause.of(actor, now, REASON))
        : Uni.createFrom().voidItem();
  }
}
