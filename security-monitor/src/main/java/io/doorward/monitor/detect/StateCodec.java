package io.doorward.monitor.detect;

import io.doorward.monitor.baseline.MinuteCounts;
import io.doorward.monitor.baseline.RateBaseline;
import io.doorward.monitor.baseline.RefusalHabit;
import io.doorward.monitor.baseline.RefusalTest;
import io.doorward.monitor.baseline.SeenEvents;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * {@link TokenState} as bytes, some 170 of them. The first is the version: a form that a release
 * does not know is an error that stops the stream, because going on would forget what is known.
 */
public final class StateCodec {
  private static final int VERSION = 2;

  /** Before there was a rule about retired tokens; everything else is as now. */
  private static final int WITHOUT_RETIRED = 1;

  private StateCodec() {}

  /** The bytes of a state. */
  public static byte[] write(TokenState state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(192);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(state.newest().toEpochMilli());
      writeSeen(out, state.seen());
      writeRate(out, state.rate());
      writeRefusals(out, state.refusals());
      out.writeLong(state.retired().notable());
      out.writeLong(state.retired().grave());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The state that was written.
   *
   * @throws IllegalStateException if it was written by another version
   */
  public static TokenState read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      if (version != VERSION && version != WITHOUT_RETIRED) {
        throw new IllegalStateException("state of version " + version + " is not known");
      }
      Instant newest = Instant.ofEpochMilli(in.readLong());
      SeenEvents seen = readSeen(in);
      RateState rate = readRate(in);
      RefusalState refusals = readRefusals(in);
      RetiredState retired =
          version == WITHOUT_RETIRED
              ? RetiredState.NEW
              : new RetiredState(in.readLong(), in.readLong());
      return new TokenState(seen, newest, rate, refusals, retired);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeSeen(DataOutput out, SeenEvents seen) throws IOException {
    List<SeenEvents.Source> sources = seen.sources();
    out.writeByte(sources.size());
    for (SeenEvents.Source source : sources) {
      out.writeLong(source.id());
      out.writeLong(source.floor());
      out.writeByte(source.numbers().size());
      long before = source.floor();
      for (long number : source.numbers()) {
        writeVarint(out, number - before);
        before = number;
      }
    }
  }

  private static SeenEvents readSeen(DataInput in) throws IOException {
    int size = in.readByte();
    List<SeenEvents.Source> sources = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      long id = in.readLong();
      long floor = in.readLong();
      int count = in.readByte();
      TreeSet<Long> numbers = new TreeSet<>();
      long number = floor;
      for (int n = 0; n < count; n++) {
        number += readVarint(in);
        numbers.add(number);
      }
      sources.add(new SeenEvents.Source(id, floor, numbers));
    }
    return SeenEvents.of(sources);
  }

  private static void writeRate(DataOutput out, RateState rate) throws IOException {
    out.writeLong(rate.since());
    MinuteCounts counts = rate.counts();
    out.writeLong(counts.newest());
    out.writeInt(counts.now());
    out.writeInt(counts.before());
    out.writeInt(counts.earlier());
    RateBaseline baseline = rate.baseline();
    out.writeDouble(baseline.mean());
    out.writeDouble(baseline.variance());
    out.writeInt(baseline.minutes());
    out.writeDouble(baseline.peak());
    RateState.Alarm alarm = rate.alarm();
    out.writeBoolean(alarm != null);
    if (alarm != null) {
      out.writeLong(alarm.minute());
      out.writeBoolean(alarm.grade() == Finding.Grade.GRAVE);
    }
  }

  private static RateState readRate(DataInput in) throws IOException {
    long since = in.readLong();
    MinuteCounts counts = new MinuteCounts(in.readLong(), in.readInt(), in.readInt(), in.readInt());
    RateBaseline baseline =
        new RateBaseline(in.readDouble(), in.readDouble(), in.readInt(), in.readDouble());
    RateState.Alarm alarm = null;
    if (in.readBoolean()) {
      alarm =
          new RateState.Alarm(
              in.readLong(), in.readBoolean() ? Finding.Grade.GRAVE : Finding.Grade.NOTABLE);
    }
    return new RateState(since, counts, baseline, alarm);
  }

  private static void writeRefusals(DataOutput out, RefusalState state) throws IOException {
    out.writeDouble(state.habit().refused());
    out.writeDouble(state.habit().total());
    out.writeDouble(state.test().ratio());
    out.writeLong(state.begunAt());
    out.writeLong(state.lastAt());
    out.writeInt(state.refusals());
    out.writeByte(state.places().size());
    for (int place : state.places()) {
      out.writeInt(place);
    }
    out.writeLong(state.quietUntil());
  }

  private static RefusalState readRefusals(DataInput in) throws IOException {
    RefusalHabit habit = new RefusalHabit(in.readDouble(), in.readDouble());
    RefusalTest test = new RefusalTest(in.readDouble());
    long begunAt = in.readLong();
    long lastAt = in.readLong();
    int refusals = in.readInt();
    int size = in.readByte();
    List<Integer> places = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      places.add(in.readInt());
    }
    return new RefusalState(habit, test, begunAt, lastAt, refusals, places, in.readLong());
  }

  /** Seven bits a byte, lowest first; small differences take one byte. */
  private static void writeVarint(DataOutput out, long value) throws IOException {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.writeByte((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  private static long readVarint(DataInput in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.readByte();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("a number of more than 64 bits");
  }
}
