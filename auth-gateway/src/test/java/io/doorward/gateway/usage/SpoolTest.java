package io.doorward.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("KFK-4")
class SpoolTest {
  private static final long MIB = 1 << 20;

  @TempDir Path directory;

  private Spool open(long max, long segment) throws IOException {
    return Spool.open(directory, max, segment);
  }

  static Outgoing event(int number) {
    return new Outgoing(
        ("k" + number).getBytes(StandardCharsets.UTF_8),
        ("value-" + number).getBytes(StandardCharsets.UTF_8));
  }

  private static void append(Spool spool, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      assertThat(spool.append(event(i))).isTrue();
    }
  }

  static List<String> drain(Spool spool, int batch) throws IOException {
    List<String> values = new ArrayList<>();
    for (List<Segment.Entry> entries = spool.peek(batch);
        !entries.isEmpty();
        entries = spool.peek(batch)) {
      entries.forEach(
          entry -> values.add(new String(entry.event().value(), StandardCharsets.UTF_8)));
      spool.confirm(entries.get(entries.size() - 1));
    }
    return values;
  }

  private static List<String> values(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "value-" + i).toList();
  }

  @Test
  void whatGoesInComesOutInOrderOverManySegments() throws IOException {
    try (Spool spool = open(MIB, 100)) {
      append(spool, 0, 50);
      assertThat(drain(spool, 7)).isEqualTo(values(0, 50));
      assertThat(spool.isEmpty()).isTrue();
      assertThat(spool.bytes()).isZero();
      append(spool, 50, 60);
      assertThat(drain(spool, 7)).isEqualTo(values(50, 60));
    }
  }

  @Test
  void whatIsAppendedWhileReadingComesAfter() throws IOException {
    try (Spool spool = open(MIB, MIB)) {
      append(spool, 0, 3);
      List<Segment.Entry> first = spool.peek(2);
      append(spool, 3, 5);
      spool.confirm(first.get(1));
      assertThat(drain(spool, 10)).isEqualTo(values(2, 5));
    }
  }

  @Test
  void whatWasNotConfirmedIsThereAgainAfterARestart() throws IOException {
    try (Spool spool = open(MIB, 100)) {
      append(spool, 0, 20);
      List<Segment.Entry> taken = spool.peek(3);
      spool.confirm(taken.get(2));
      spool.peek(3);
    }
    try (Spool again = open(MIB, 100)) {
      List<String> left = drain(again, 5);
      assertThat(left).endsWith(values(3, 20).toArray(String[]::new));
      assertThat(again.isEmpty()).isTrue();
    }
  }

  @Test
  void aRecordThatACrashHasTornIsLeftOutAndTheRestKept() throws IOException {
    try (Spool spool = open(MIB, MIB)) {
      append(spool, 0, 3);
    }
    Path segment = onlySegment();
    byte[] whole = Files.readAllBytes(segment);
    for (int cut = 1; cut < Segment.encode(event(2)).remaining(); cut++) {
      Files.write(segment, java.util.Arrays.copyOf(whole, whole.length - cut));
      try (Spool torn = open(MIB, MIB)) {
        assertThat(torn.peek(10)).hasSize(2);
        append(torn, 7, 8);
        assertThat(drain(torn, 10)).containsExactly("value-0", "value-1", "value-7");
      }
      Files.write(segment, whole);
    }
  }

  @Test
  void garbageAtTheEndIsNotTakenForARecord() throws IOException {
    try (Spool spool = open(MIB, MIB)) {
      append(spool, 0, 2);
    }
    Files.write(
        onlySegment(),
        new byte[] {0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13},
        StandardOpenOption.APPEND);
    try (Spool spool = open(MIB, MIB)) {
      assertThat(drain(spool, 10)).isEqualTo(values(0, 2));
      assertThat(spool.isEmpty()).isTrue();
    }
  }

  private Path onlySegment() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".events")).findFirst().orElseThrow();
    }
  }

  @Test
  void beyondItsBoundItTakesNothingMoreUntilThereIsRoom() throws IOException {
    try (Spool spool = open(100, 50)) {
      int taken = 0;
      while (spool.append(event(taken))) {
        taken++;
      }
      assertThat(spool.bytes()).isLessThanOrEqualTo(100);
      assertThat(drain(spool, 100)).isEqualTo(values(0, taken));
      assertThat(spool.append(event(9))).isTrue();
    }
  }

  @Test
  void twoInstancesCannotShareIt() throws IOException {
    try (Spool ignored = open(MIB, MIB)) {
      assertThatThrownBy(() -> open(MIB, MIB)).hasMessageContaining("in use");
    }
  }

  @Test
  void aWriteThatFailedEndsItsSegmentAndLosesNothingElse() throws IOException {
    try (Spool spool = open(MIB, MIB)) {
      append(spool, 0, 2);
      // an interrupted write closes its channel
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> spool.append(event(99))).isInstanceOf(IOException.class);
      assertThat(Thread.interrupted()).isTrue();
      append(spool, 2, 4);
      assertThat(drain(spool, 10)).isEqualTo(values(0, 4));
      assertThat(spool.bytes()).isZero();
    }
  }
}
