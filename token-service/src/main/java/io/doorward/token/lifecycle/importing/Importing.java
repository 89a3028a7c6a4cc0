package io.doorward.token.lifecycle.importing;

import io.doorward.contract.problem.Problem.Violation;
import io.doorward.token.audit.AuditEntry;
import io.doorward.token.audit.AuditLog;
import io.doorward.token.catalogue.ScopeCatalogue;
import io.doorward.token.change.CreationGuard;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
import io.doorward.token.lifecycle.importing.ForeignKey.Line;
import io.doorward.token.lifecycle.importing.ImportReport.RowReport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes over a file of keys: all of it or nothing. */
@ApplicationScoped
class Importing {
  private final Database database;
  private final ScopeCatalogue catalogue;
  private final ImportStore store;
  private final AuditLog audit;
  private final CreationGuard guard;
  private final Clock clock;

  @Inject
  Importing(
      Database database,
      ScopeCatalogue catalogue,
      ImportStore store,
      AuditLog audit,
      CreationGuard guard,
      Clock clock) {
    this.database = database;
    this.catalogue = catalogue;
    this.store = store;
    this.audit = audit;
    this.guard = guard;
    this.clock = clock;
  }

  /** A row with what the checks said of it. */
  private record Checked(int number, RowCheck.@Nullable Good key, List<Violation> errors) {}

  /** Reports on every row; stores the keys if all rows are good and it is not a dry run. */
  Uni<ImportReport> take(Principal importer, List<Line> lines, boolean dryRun) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return database.transaction(
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
                    }));
  }

  private Uni<ImportReport> stored(
      SqlConnection sql, Principal importer, List<Checked> rows, Instant now) {
    UUID id = UUID.randomUUID();
    List<RowCheck.Good> keys = rows.stream().map(row -> Objects.requireNonNull(row.key())).toList();
    AuditEntry entry =
        new AuditEntry(
            importer.organizationId(),
            now,
            importer.actor(),
            "keys.imported",
            "import",
            id.toString(),
            null,
            Map.of("keys", keys.size()),
            null,
            null);
    return store
        .add(sql, importer, id, keys, now)
        .chain(() -> audit.append(sql, entry))
        .replaceWith(() -> report(id, false, rows));
  }

  private Uni<List<Checked>> checked(
      SqlConnection sql, Principal importer, List<Line> lines, Instant now) {
    List<String> subjects =
        lines.stream()
            .map(line -> line.key() == null ? null : line.key().owner())
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    UUID organizationId = importer.organizationId();
    return catalogue
        .known(sql, organizationId)
        .chain(
            known ->
                store
                    .owners(sql, organizationId, subjects)
                    .map(owners -> check(new RowCheck(importer, known, owners, now), lines)))
        .chain(rows -> withoutKnown(sql, organizationId, rows));
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
    List<String> digests =
        rows.stream()
            .map(Checked::key)
            .filter(Objects::nonNull)
            .map(key -> store.digest(key.hash()))
            .toList();
    return store
        .taken(sql, organizationId, digests)
        .map(taken -> rows.stream().map(row -> again(row, taken)).toList());
  }

  private Checked again(Checked row, Set<String> taken) {
    RowCheck.Good key = row.key();
    return key == null || !taken.contains(store.digest(key.hash()))
        ? row
        : new Checked(
            row.number(),
            null,
            List.of(new Violation("/hash", "has been imported before", "Remove the row.")));
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
