package io.doorward.token.change;

import io.doorward.contract.event.TokenEvent;
import io.doorward.token.audit.AuditEntry;
import io.doorward.token.audit.AuditLog;
import io.doorward.token.database.Database;
import io.doorward.token.outbox.Outbox;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.TokenStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where every change of a token is entered. */
@ApplicationScoped
public class Ledger {
  private static final String TARGET = "token";

  private final Database database;
  private final TokenStore tokens;
  private final AuditLog audit;
  private final Outbox outbox;

  @Inject
  Ledger(Database database, TokenStore tokens, AuditLog audit, Outbox outbox) {
    this.database = database;
    this.tokens = tokens;
    this.audit = audit;
    this.outbox = outbox;
  }

  /** Runs the work in one transaction; once it has committed the relay is woken. */
  public <T> Uni<T> transaction(Function<SqlConnection, Uni<T>> work) {
    return database.transaction(work).invoke(any -> outbox.committed());
  }

  /** Enters a new token. */
  public Uni<Void> created(SqlConnection sql, StoredToken token, Cause cause) {
    return tokens
        .insert(sql, token)
        .chain(() -> enter(sql, TokenEvent.Type.CREATED, null, token, cause));
  }

  /** Enters the next version of a token whose row the transaction has locked. */
  public Uni<Void> changed(
      SqlConnection sql, TokenEvent.Type type, StoredToken before, StoredToken after, Cause cause) {
    return tokens.update(sql, after).chain(() -> enter(sql, type, before, after, cause));
  }

  /** Enters that something was not done to a token, so that people see it. */
  public Uni<Void> withheld(SqlConnection sql, String action, StoredToken token, Cause cause) {
    return audit.append(sql, entry(action, null, token, cause));
  }

  /** Enters something about a token that changes nothing of it. */
  public Uni<Void> noted(SqlConnection sql, String action, StoredToken token, Cause cause) {
    return audit.append(sql, entry(action, null, token, cause));
  }

  private Uni<Void> enter(
      SqlConnection sql,
      TokenEvent.Type type,
      @Nullable StoredToken before,
      StoredToken after,
      Cause cause) {
    String action = TARGET + "." + type.wireName().toLowerCase(Locale.ROOT);
    return audit
        .append(sql, entry(action, before, after, cause))
        .chain(() -> outbox.append(sql, type, after.snapshot(), cause.at(), cause.reason()));
  }

  private static AuditEntry entry(
      String action, @Nullable StoredToken before, StoredToken after, Cause cause) {
    return new AuditEntry(
        after.organizationId(),
        cause.at(),
        cause.actor(),
        action,
        TARGET,
        after.id().toString(),
        before == null ? null : TokenFacts.of(before, cause.at()),
        TokenFacts.of(after, cause.at()),
        cause.reason(),
        cause.evidence());
  }
}
