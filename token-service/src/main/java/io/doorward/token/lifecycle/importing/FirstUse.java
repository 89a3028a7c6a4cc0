package io.doorward.token.lifecycle.importing;

import io.doorward.contract.token.ForeignSecret;
import io.doorward.contract.token.LookupKey;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.audit.Actor;
import io.doorward.token.change.Cause;
import io.doorward.token.change.FirstSight;
import io.doorward.token.change.Ledger;
import io.doorward.token.database.Database;
import io.doorward.token.lifecycle.importing.ImportStore.Comparable;
import io.doorward.token.secret.ImportedKeysConfig;
import io.doorward.token.secret.Recognizer;
import io.doorward.token.secret.SlowHashes;
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
import org.jboss.logging.Logger;

/**
 * The first time that a key is used of which there is a bcrypt hash. It is compared once; from then
 * on it is found like any other by its keyed hash, and the bcrypt hash is gone.
 */
@ApplicationScoped
class FirstUse {
  private static final Logger LOG = Logger.getLogger(FirstUse.class);

  private final Ledger ledger;
  private final FirstSight firstSight;
  private final Database database;
  private final TokenStore tokens;
  private final ImportStore store;
  private final Recognizer recognizer;
  private final SlowHashes slow;
  private final ImportedKeysConfig config;
  private final Clock clock;

  @Inject
  FirstUse(
      Ledger ledger,
      FirstSight firstSight,
      Database database,
      TokenStore tokens,
      ImportStore store,
      Recognizer recognizer,
      SlowHashes slow,
      ImportedKeysConfig config,
      Clock clock) {
    this.ledger = ledger;
    this.firstSight = firstSight;
    this.database = database;
    this.tokens = tokens;
    this.store = store;
    this.recognizer = recognizer;
    this.slow = slow;
    this.config = config;
    this.clock = clock;
  }

  /** The token whose key is presented; found by its keyed hash from now on. */
  Uni<Optional<StoredToken>> recognize(ForeignSecret key, String requestId) {
    List<LookupKey> lookups = recognizer.imported(key.sha256());
    return find(lookups)
        .chain(
            found ->
                found.isPresent()
                    ? Uni.createFrom().item(found)
                    : compare(key, lookups, requestId));
  }

  private Uni<Optional<StoredToken>> find(List<LookupKey> lookups) {
    return database.connection(sql -> tokens.find(sql, lookups));
  }

  private Uni<Optional<StoredToken>> compare(
      ForeignSecret key, List<LookupKey> lookups, String requestId) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<String> beginnings = Beginnings.of(key.reveal()).toList();
    return database
        // One more than are compared, to know whether that is all of them.
        .connection(sql -> store.comparable(sql, beginnings, now, config.candidates() + 1))
        .chain(
            all -> {
              List<Comparable> some = all.stream().limit(config.candidates()).toList();
              return slow.match(
                      key, some.stream().map(Comparable::hash).toList(), now.plus(config.within()))
                  .chain(
                      hash ->
                          hash.isPresent()
                              ? adopt(fitting(some, hash.get()), lookups, requestId, now)
                              : without(lookups, all.size() > some.size()));
            });
  }

  /** None fits, unless another request was first since nothing was found. */
  private Uni<Optional<StoredToken>> without(List<LookupKey> lookups, boolean undecided) {
    return find(lookups)
        .invoke(
            found -> {
              if (undecided && found.isEmpty()) {
                LOG.warnf(
                    "a key begins like more than %d imported keys: it cannot be decided whether"
                        + " it is one of them",
                    config.candidates());
                throw ProblemException.unavailable("The check of imported keys");
              }
            });
  }

  private static Comparable fitting(List<Comparable> all, String hash) {
    return all.stream().filter(one -> one.hash().equals(hash)).findFirst().orElseThrow();
  }

  private Uni<Optional<StoredToken>> adopt(
      Comparable key, List<LookupKey> lookups, String requestId, Instant now) {
    return ledger
        .transaction(
            sql ->
                tokens
                    .lock(sql, key.organizationId(), key.id())
                    .map(Optional::orElseThrow)
                    .chain(token -> adopt(sql, token, key, lookups, requestId, now)))
        // Another request was first, here or in another replica, with this row or one like it.
        .onFailure(ImportStore::isTaken)
        .recoverWithItem(Optional.empty())
        .chain(adopted -> adopted.isPresent() ? Uni.createFrom().item(adopted) : find(lookups));
  }

  private Uni<Optional<StoredToken>> adopt(
      SqlConnection sql,
      StoredToken token,
      Comparable key,
      List<LookupKey> lookups,
      String requestId,
      Instant now) {
    Actor actor = new Actor(Actor.Kind.TOKEN, token.owner().id(), token.id(), requestId, null);
    return store
        .erase(sql, key, now)
        .chain(
            erased ->
                erased
                    ? ledger
                        .rehashed(sql, token, lookups.get(0), Cause.of(actor, now, null))
                        .chain(known -> firstSight.seen(sql, known, lookups, now))
                        .map(Optional::of)
                    : Uni.createFrom().item(Optional.empty()));
  }
}
