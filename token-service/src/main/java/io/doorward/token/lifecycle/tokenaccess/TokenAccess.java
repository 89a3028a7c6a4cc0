package io.doorward.token.lifecycle.tokenaccess;

import io.doorward.contract.barrier.Barrier;
import io.doorward.token.audit.AuditEntry;
import io.doorward.token.audit.AuditLog;
import io.doorward.token.barrier.BarrierStore;
import io.doorward.token.barrier.StoredBarrier;
import io.doorward.token.change.Barricade;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Initiators;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.Ranks;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns the organization's tokens off and on. Doing it again changes nothing. */
@ApplicationScoped
class TokenAccess {
  private final Database database;
  private final Ledger ledger;
  private final Barricade barricade;
  private final BarrierStore store;
  private final Initiators initiators;
  private final AuditLog audit;
  private final Clock clock;

  @Inject
  TokenAccess(
      Database database,
      Ledger ledger,
      Barricade barricade,
      BarrierStore store,
      Initiators initiators,
      AuditLog audit,
      Clock clock) {
    this.database = database;
    this.ledger = ledger;
    this.barricade = barricade;
    this.store = store;
    this.initiators = initiators;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What was decided.
   *
   * @param event the event that tells the gateways; {@code null} if nothing changed
   */
  record Decided(TokenAccessView view, @Nullable UUID event) {}

  Uni<TokenAccessView> read(Principal principal) {
    return database.connection(sql -> read(sql, principal));
  }

  Uni<Decided> set(Principal principal, boolean enabled, String reason) {
    Cause cause =
        Cause.of(principal.actor(), clock.instant().truncatedTo(ChronoUnit.MICROS), reason);
    UUID organization = principal.organizationId();
    return ledger.bulk(
        sql ->
            barricade
                .hold(sql, organization)
                .chain(() -> initiators.still(sql, principal))
                .map(still -> still.require(TokenAccessResource.WRITE))
                .chain(
                    still ->
                        own(sql, still)
                            .chain(standing -> set(sql, still, enabled, standing, cause))));
  }

  private Uni<Decided> set(
      SqlConnection sql,
      Principal principal,
      boolean enabled,
      Optional<StoredBarrier> standing,
      Cause cause) {
    return read(sql, principal)
        .chain(
            before -> {
              boolean outranked =
                  !enabled && standing.filter(s -> isBelow(s, principal)).isPresent();
              if (enabled == standing.isEmpty() && !outranked) {
                return Uni.createFrom().item(new Decided(before, null));
              }
              return (outranked
                      ? again(sql, principal, standing.orElseThrow(), cause)
                      : change(sql, principal, standing, cause))
                  .chain(event -> entered(sql, principal, before, event, cause));
            });
  }

  private Uni<UUID> change(
      SqlConnection sql, Principal principal, Optional<StoredBarrier> standing, Cause cause) {
    if (standing.isEmpty()) {
      return barricade.raise(sql, flag(principal, cause), cause);
    }
    // What an owner turned off, no administrator turns on.
    Ranks.require(principal, standing.get().thrownRole());
    return lift(sql, principal, standing.get(), cause);
  }

  private static boolean isBelow(StoredBarrier standing, Principal principal) {
    return standing.thrownRole().compareTo(principal.role()) < 0;
  }

  /** Off by a lower role's decision is off by this one's from now on, and at no time on. */
  private Uni<UUID> again(
      SqlConnection sql, Principal principal, StoredBarrier standing, Cause cause) {
    return lift(sql, principal, standing, cause)
        .chain(() -> barricade.raise(sql, flag(principal, cause), cause));
  }

  private Uni<UUID> lift(
      SqlConnection sql, Principal principal, StoredBarrier standing, Cause cause) {
    return barricade.lift(
        sql,
        standing.barrier().id(),
        new StoredBarrier.Lifted(principal.subject(), cause.at(), cause.reason()),
        cause);
  }

  private Uni<Decided> entered(
      SqlConnection sql, Principal principal, TokenAccessView before, UUID event, Cause cause) {
    return read(sql, principal)
        .call(
            after ->
                audit.append(
                    sql,
                    new AuditEntry(
                        principal.organizationId(),
                        cause.at(),
                        cause.actor(),
                        after.enabled() ? "tokens.enabled" : "tokens.disabled",
                        "organization",
                        principal.organizationId().toString(),
                        before,
                        after,
                        cause.reason(),
                        null)))
        .map(after -> new Decided(after, event));
  }

  private static StoredBarrier flag(Principal principal, Cause cause) {
    return new StoredBarrier(
        new Barrier(
            UUID.randomUUID(),
            Barrier.Kind.FEATURE_FLAG,
            principal.organizationId(),
            null,
            null,
            null),
        cause.reason(),
        principal.subject(),
        principal.role(),
        cause.at(),
        null);
  }

  private Uni<TokenAccessView> read(SqlConnection sql, Principal principal) {
    return own(sql, principal)
        .chain(
            own -> store.flagForAll(sql).map(forAll -> TokenAccessView.of(own, forAll.isEmpty())));
  }

  private Uni<Optional<StoredBarrier>> own(SqlConnection sql, Principal principal) {
    return store
        .standing(sql, principal.organizationId(), Barrier.Kind.FEATURE_FLAG)
        .map(found -> found.stream().findFirst());
  }
}
