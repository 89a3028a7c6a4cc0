package io.doorward.usage.ingest;

import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.usage.completeness.SequenceBlocks;
import io.doorward.usage.rollup.Rollup;
import io.doorward.usage.store.Instances;
import io.doorward.usage.store.RequestLog;
import io.doorward.usage.store.Rollups;
import io.doorward.usage.stream.RecordHandler;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Usage events into the request log, and from what was new there into rollups and completeness. An
 * event that is there already, from another batch, another replica or a replay, changes nothing.
 */
final class UsageEvents implements RecordHandler<Intake> {
  private final EventReader reader;
  private final Clock clock;
  private final IngestMetrics metrics;
  private final Set<LocalDate> days = new HashSet<>();
  private int inserted;

  UsageEvents(EventReader reader, Clock clock, IngestMetrics metrics) {
    this.reader = reader;
    this.clock = clock;
    this.metrics = metrics;
  }

  @Override
  public Optional<Intake> read(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecord {
    return Optional.of(reader.read(record.value(), clock.instant()));
  }

  @Override
  public void prepare(Connection connection, List<Intake> intakes) throws SQLException {
    Set<LocalDate> needed = new TreeSet<>();
    for (Intake intake : intakes) {
      needed.add(intake.event().at().atOffset(ZoneOffset.UTC).toLocalDate());
    }
    needed.removeAll(days);
    for (LocalDate day : needed) {
      RequestLog.ensureDay(connection, day);
      days.add(day);
    }
  }

  @Override
  public void store(Connection transaction, List<Intake> intakes) throws SQLException {
    Set<RequestLog.EventNumber> clamped = new HashSet<>();
    List<RequestLog.Row> rows = rows(transaction, intakes, clamped);
    Set<RequestLog.EventNumber> added = RequestLog.insert(transaction, rows);
    List<RequestLog.Row> fresh = rows.stream().filter(row -> added.contains(row.number())).toList();
    inserted = fresh.size();
    if (fresh.isEmpty()) {
      return;
    }
    clamped.retainAll(added);
    if (!clamped.isEmpty()) {
      RequestLog.rememberClamped(transaction, clamped);
    }
    Rollups.add(transaction, Rollup.of(fresh.stream().map(RequestLog.Row::event).toList()));
    SequenceBlocks.add(transaction, fresh);
  }

  @Override
  public void committed(List<Intake> intakes) {
    int clamped = (int) intakes.stream().filter(Intake::clamped).count();
    metrics.stored(inserted, intakes.size() - inserted, clamped);
  }

  /** The rows of a batch, without repetitions. */
  private static List<RequestLog.Row> rows(
      Connection transaction, List<Intake> intakes, Set<RequestLog.EventNumber> clamped)
      throws SQLException {
    Set<String> names =
        intakes.stream().map(intake -> intake.event().instance()).collect(Collectors.toSet());
    Map<String, Integer> numbers = Instances.numbers(transaction, names);
    Map<RequestLog.EventNumber, RequestLog.Row> rows = new LinkedHashMap<>();
    for (Intake intake : intakes) {
      UsageEvent event = intake.event();
      Integer instance = numbers.get(event.instance());
      if (instance == null) {
        throw new SQLException("an instance was not numbered");
      }
      RequestLog.Row row = new RequestLog.Row(instance, event);
      if (rows.putIfAbsent(row.number(), row) == null && intake.clamped()) {
        clamped.add(row.number());
      }
    }
    return new ArrayList<>(rows.values());
  }
}
