package io.doorward.token.lifecycle.importing;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.audit.AuditEntry;
import io.doorward.token.audit.AuditLog;
import io.doorward.token.catalogue.ScopeCatalogue;
import io.doorward.token.catalogue.policy.PolicyStore;
import io.doorward.token.change.Cause;
import io.doorward.token.change.CreationGuard;
import io.doorward.token.change.Ledger;
import io.doorward.token.directory.Principal;
import io.doorward.token.lifecycle.importing.ForeignKey.Line;
import io.doorward.token.lifecycle.importing.ImportReport.RowReport;
import io.doorward.token.secret.Recognizer;
import io.doorward.token.store.StoredToken;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes over a file of keys: all of it or nothing. */
@ApplicationScoped
class Importing {
  private final Ledger ledger;
  private final ScopeCatalogue catalogue;
  private final PolicyStore policies;
  private final ImportStore store;
  private final ImportedTokens tokens;
  private final Recognizer recognizer;
  private final AuditLog audit;
  private final CreationGuard guard;
  private final Vertx vertx;
  private final Clock clock;

  @Inject
  Importing(
      Ledger ledger,
      ScopeCatalogue catalogue,
      PolicyStore policies,
      ImportStore store,
      ImportedTokens tokens,
      Recognizer recognizer,
      AuditLog audit,
      CreationGuard guard,
      Vertx vertx,
      Clock clock) {
    this.ledger = ledger;
    this.catalogue = catalogue;
    this.policies = policies;
    this.store = store;
    this.tokens = tokens;
    this.recognizer = recognizer;
    this.audit = audit;
    this.guard = guard;
    this.vertx = vertx;
    this.clock = clock;
  }

  /** A row with what the checks said of it. */
  private record Checked(int number, RowCheck.@Nullable Good key, List<Violation> errors) {}

  /**
   * Reports on every row; stores the keys if all rows are good and it is not a dry run. Fails with
   * {@code conflict} if another import takes one of the keys meanwhile.
   */
  Uni<ImportReport> take(Principal importer, List<Line> lines, boolean dryRun) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return ledger
        .bulk(
            sql ->
                guard
                    .admitKeys(sql, importer.organizationId())
                    .chain(() -> checked(sql, importer, lines, now))
                    .chain(
                        rows -> {
                          boolean good = rows.stream().allMatch(row -> row.key() != null);
                          return dryRun || !good
                              ? Uni.createFrom().item(report(null, dryRun, rows))
                              : stored(sql, importer, rows, now);
                        }))
        .onFailure(ImportStore::isTaken)
        .transform(
            any ->
                ProblemException.of(
                    ErrorCode.CONFLICT,
                    "Another import has just taken one of the keys; nothing was stored. Try a dry"
                        + " run."));
  }

  private Uni<ImportReport> stored(
      SqlConnection sql, Principal importer, List<Checked> rows, Instant now) {
    UUID id = UUID.randomUUID();
    List<StoredToken> drafts = new ArrayList<>();
    List<ImportStore.Kept> kept = new ArrayList<>();
    for (Checked row : rows) {
      RowCheck.Good key = Objects.requireNonNull(row.key());
      StoredToken draft = tokens.draft(importer, id, key, now);
      drafts.add(draft);
      kept.add(tokens.kept(importer, id, key, draft));
    }
    AuditEntry entry =
        new AuditEntry(
            importer.organizationId(),
            now,
            importer.actor(),
            "keys.imported",
            "import",
            id.toString(),
            null,
            Map.of("keys", kept.size()),
            null,
            null);
    return audit
        .append(sql, entry)
        .chain(
            () ->
                ledger.createdAll(
                    sql, "token.imported", drafts, Cause.of(importer.actor(), now, null)))
        .chain(() -> store.add(sql, kept))
        .replaceWith(() -> report(id, false, rows));
  }

  private Uni<List<Checked>> checked(
      SqlConnection sql, Principal importer, List<Line> lines, Instant now) {
    UUID organizationId = importer.organizationId();
    Set<String> subjects = named(lines, RowCheck::hasOwner, ForeignKey::owner);
    subjects.add(importer.subject());
    return store
        .owners(sql, organizationId, subjects)
        .chain(
            owners ->
                around(sql, organizationId, lines, owners)
                    .map(
                        around ->
                            new RowCheck(
                                administrator(owners.get(importer.subject())),
                                around,
                                recognizer::looksLikeOurs,
                                now)))
        .chain(check -> vertx.executeBlocking(() -> check(check, lines), false))
        .chain(rows -> withoutKnown(sql, organizationId, rows));
  }

  private Uni<RowCheck.Surroundings> around(
      SqlConnection sql, UUID organizationId, List<Line> lines, Map<String, Role> owners) {
    return catalogue
        .known(sql, organizationId)
        .chain(
            known ->
                policies
                    .read(sql, organizationId)
                    .chain(
                        policy ->
                            store
                                .alike(
                                    sql,
                                    organizationId,
                                    named(lines, RowCheck::hasPrefix, ForeignKey::prefix))
                                .map(
                                    alike ->
                                        new RowCheck.Surroundings(known, owners, policy, alike))));
  }

  /** As they are now, not when the request came in. */
  private static Role administrator(@Nullable Role role) {
    if (role == null || !role.administers()) {
      throw ProblemException.insufficientScope(new Scope("tokens:admin"));
    }
    return role;
  }

  /** Of the rows where it is of its form: the database does not take every character. */
  private static Set<String> named(
      List<Line> lines, Predicate<ForeignKey> formed, Function<ForeignKey, @Nullable String> what) {
    Set<String> named = new HashSet<>();
    for (Line line : lines) {
      if (line.key() != null && formed.test(line.key())) {
        named.add(Objects.requireNonNull(what.apply(line.key())));
      }
    }
    return named;
  }

  private static List<Checked> check(RowCheck check, List<Line> lines) {
    List<Checked> rows = new ArrayList<>();
    for (Line line : lines) {
      List<Violation> errors = new ArrayList<>();
      RowCheck.Good key = check.check(line.key(), errors).orElse(null);
      rows.add(new Checked(line.number(), key, errors));
    }
    return rows;
  }

  private Uni<List<Checked>> withoutKnown(
      SqlConnection sql, UUID organizationId, List<Checked> rows) {
    List<ForeignHash> hashes =
        rows.stream().map(Checked::key).filter(Objects::nonNull).map(RowCheck.Good::hash).toList();
    return store
        .taken(
            sql,
            organizationId,
            hashes.stream().flatMap(hash -> tokens.digests(hash).stream()).toList(),
            hashes.stream().flatMap(hash -> hash.fingerprint().stream()).toList())
        .map(taken -> rows.stream().map(row -> again(row, taken)).toList());
  }

  private Checked again(Checked row, Set<String> taken) {
    RowCheck.Good key = row.key();
    return key == null || !taken(key.hash(), taken)
        ? row
        : new Checked(
            row.number(),
            null,
            List.of(new Violation("/hash", "has been imported before", "Remove the row.")));
  }

  private boolean taken(ForeignHash hash, Set<String> taken) {
    return Stream.concat(tokens.digests(hash).stream(), hash.fingerprint().stream())
        .anyMatch(taken::contains);
  }

  private static ImportReport report(@Nullable UUID id, boolean dryRun, List<Checked> rows) {
    List<RowReport> reports =
        rows.stream()
            .map(row -> new RowReport(row.number(), row.key() != null, row.errors()))
            .toList();
    int accepted = (int) reports.stream().filter(RowReport::accepted).count();
    return new ImportReport(id, dryRun, accepted, reports.size() - accepted, reports);
  }
}
